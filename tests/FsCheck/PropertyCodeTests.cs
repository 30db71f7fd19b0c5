using FsCheck;
using FsCheck.Fluent;
using SimAsync.FsCheck;
using SimAsync.FsCheck.Properties;
using SimAsync.Scheduler;

namespace SimAsync.Tests.FsCheck;

/// <summary>The code of a failing property: each fault of it is named, and none is played.</summary>
public sealed class PropertyCodeTests
{
    private static readonly string Code = SimCheck.Run(SimProp.ForAll(Checks.Numbers, Checks.SumIsKept)).Failure!.ReplayCode;

    [Test]
    public void Parse_WhatToStringGives_IsTheSame()
    {
        string run = PropertyCode.Parse(Code).Run;
        foreach (InputAddress address in (InputAddress[])[new(0, 0, []), new(ulong.MaxValue, int.MaxValue, [0, 127, 128, int.MaxValue]), new(7, 100, [.. Enumerable.Range(0, 5000)])])
        {
            var code = new PropertyCode(address, 0x12345678, run);
            PropertyCode read = PropertyCode.Parse($" {code}\n");

            Assert.That((read.Address.Seed, read.Address.Size, read.Mark, read.Run), Is.EqualTo((address.Seed, address.Size, 0x12345678u, run)));
            Assert.That(read.Address.Path, Is.EqualTo(address.Path));
            Assert.That(read.ToString(), Is.EqualTo(code.ToString()).And.Match("^[A-Za-z0-9._-]+$"));
        }
    }

    [Test]
    public void Parse_EachCharacterLostAlteredOrSwapped_IsRefused()
    {
        for (int i = 0; i < Code.Length; i++)
        {
            string[] damaged = [Code.Remove(i, 1), Code[..i], Code.Insert(i, "A"), Code.Remove(i, 1).Insert(i, Code[i] == 'x' ? "y" : "x")];
            foreach (string text in damaged.Where(static text => text.Trim() != Code))
            {
                Assert.That(() => PropertyCode.Parse(text), Throws.TypeOf<ReplayCodeException>(), text);
            }
        }
    }

    [TestCase("", "it is empty")]
    [TestCase("rubbish", "it does not begin with \"simp1.\"")]
    [TestCase("sim1.AAEEAQAAWLgUvH4", "it is a run's, with no input, and a property's begins with \"simp1.\"")]
    [TestCase("simp2.AAAA.sim1.AAEEAQAAWLgUvH4", "this version reads codes that begin with \"simp1.\", and it begins with \"simp2.\"")]
    [TestCase("simp1.AAAA", "it is cut off before the run's part")]
    [TestCase("simp1.A?AA.sim1.AAEEAQAAWLgUvH4", "the input's part is cut off, or has a character that no code has")]
    [TestCase("simp1.AAAAAAAAAAAAAAAAAAAA.sim1.AAEEAQAAWLgUvH4", "its checksum does not fit: a character was lost or altered")]
    public void Parse_NoCode_SaysWhy(string text, string reason) =>
        Assert.That(() => new SimPropertyOptions { Replay = text }, Throws.TypeOf<ReplayCodeException>().With.Property(nameof(ReplayCodeException.Reason)).EqualTo(reason));

    [Test]
    public void Parse_TheInputOfOneWithTheRunOfAnother_IsRefused()
    {
        string run = PropertyCode.Parse(Code).Run;
        string other = SimCheck.Run(SimProp.ForAll(Checks.Numbers, async numbers => await Task.FromResult(numbers.Length < 3))).Failure!.ReplayCode;

        Assert.That(() => PropertyCode.Parse(other[..other.IndexOf('.', 6)] + "." + run), Throws.TypeOf<ReplayCodeException>().With.Message.Contains("checksum"));
    }

    [Test]
    public void Parse_NumbersThatCannotBe_AreRefusedWithoutTakingMemory()
    {
        // The checksum fits: someone made it so. A path of two thousand million steps is not even begun.
        string run = PropertyCode.Parse(Code).Run;
        byte[] body = [.. BitConverter.GetBytes(1UL), 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1, 2, 3, 4];
        byte[] sum = BitConverter.GetBytes(CodeBytes.Crc32([.. body, .. System.Text.Encoding.UTF8.GetBytes(run)]));

        Assert.That(
            () => PropertyCode.Parse($"simp1.{System.Buffers.Text.Base64Url.EncodeToString([.. body, .. sum])}.{run}"),
            Throws.TypeOf<ReplayCodeException>().With.Message.Contains("its checksum fits but its numbers do not"));
    }

    [Test]
    public void Replay_OtherGenerators_SaysThatItNoLongerFits()
    {
        Arbitrary<int[]> other = Arb.From(Gen.Choose(10, 19).Select(static number => new[] { number, number }), static numbers => numbers[0] > 12 ? [[12, 12], [11, 11], [10, 10], [9, 9]] : []);
        Arbitrary<int[]> unshrunk = Arb.From(Checks.Numbers.Generator);

        Assert.That(
            () => SimCheck.Run(SimProp.ForAll(unshrunk, Checks.SumIsKept, new SimPropertyOptions { Replay = Code })),
            Throws.TypeOf<InputException>().With.Message.Match(@"^The input can no longer be made: shrink 1 of \d+ took candidate \d+, and the shrinker gives 0\."));
        Assert.That(
            () => SimCheck.Run(SimProp.ForAll(other, Checks.SumIsKept, new SimPropertyOptions { Replay = Code })),
            Throws.TypeOf<InputException>().With.Message.Contains("no longer"));
    }

    [Test]
    public void Replay_TheSeedGivesAnotherInput_ShowsIt()
    {
        static Property Of(int least, string? code) => SimProp.ForAll(Arb.From(Gen.Choose(0, 9).Select(number => number + least)), async number => await Task.FromResult(number < 0), new SimPropertyOptions { Replay = code });
        string code = SimCheck.Run(Of(0, null)).Failure!.ReplayCode;

        Assert.That(
            () => SimCheck.Run(Of(100, code)),
            Throws.TypeOf<InputException>().With.Message.Match(@"^The replay code no longer fits: the input that it was made for is not the one that its seed gives now, which is\n10\d\n"));
    }

    [Test]
    public void Replay_AnInputThatIsPrintedOtherwiseEachTime_HasNoMarkAndIsPlayed()
    {
        int printed = 0;
        Arbitrary<Strange> strange = Arb.From(Gen.Choose(1, 9).Select(number => new Strange(number, () => ++printed)));
        static Property Of(Arbitrary<Strange> strange, string? code) => SimProp.ForAll(strange, async one => await Task.FromResult(one.Number < 0), new SimPropertyOptions { Replay = code });

        string code = SimCheck.Run(Of(strange, null)).Failure!.ReplayCode;

        Assert.That(PropertyCode.Parse(code).Mark, Is.Zero);
        Assert.That(SimCheck.Run(Of(strange, code)).Failure!.Simulation.Exception, Is.TypeOf<FalsifiedException>());
    }

    private sealed class Strange(int number, Func<int> next)
    {
        public int Number => number;

        public override string ToString() => $"{number} for the {next()}th time";
    }
}
