// More at once than a small machine has cores: tests of the simulation are to hold beside others, and on a busy machine.
[assembly: Parallelizable(ParallelScope.Children)]
[assembly: LevelOfParallelism(4)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
