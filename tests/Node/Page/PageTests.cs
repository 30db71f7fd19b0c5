using System.Reflection;

namespace SimAsync.Tests.Node.Page;

/// <summary>The page of a trace in a real Chromium: each check of <c>checks/*.mjs</c> is a test.</summary>
/// <remarks>One after the other, for all wait for the one run of the browser: so they keep one worker, and not all, from other tests.</remarks>
[Parallelizable(ParallelScope.Self)]
public sealed class PageTests
{
    [TestCase("it opens from disk and says first what failed, how it was found, why, and how to play it again")]
    [TestCase("it shows the two steps with which the runs part, with their lines of source")]
    [TestCase("it draws the timeline and the overview, over steps and over virtual time")]
    [TestCase("each thing that happened has a mark in the timeline")]
    [TestCase("a click in the timeline selects the step that is drawn there, a drag moves it, a wheel with Ctrl zooms")]
    [TestCase("the details say all of a step, and their links lead to the steps that it has to do with")]
    [TestCase("a failure without a second run says what there is to say")]
    [TestCase("logs stand where they were written")]
    [TestCase("who waited at the end stands on top, with what for, who held it, and since when")]
    [TestCase("the command is copied, also where the clipboard is not to be had")]
    [TestCase("nothing but its own script and style runs in it, and nothing goes out")]
    [TestCase("texts that look like markup are shown as texts")]
    [TestCase("a run that passed alone is shown, too")]
    [TestCase("pictures at 30, 1,000 and 10,000 steps, light and dark")]
    [TestCase("where both runs agree they share a row's cell; from there on each has its own")]
    [TestCase("one run alone, and both again")]
    [TestCase("the search finds methods, files, texts, logs and lanes, marks them, and counts")]
    [TestCase("filters leave what they name, in the list as in the timeline")]
    [TestCase("a step that a link leads to is shown even if it is not looked for")]
    [TestCase("light and dark, as the system has it or as it is chosen, also after it is opened again")]
    [TestCase("of 10,000 steps only those in sight are in the page, and the last is as near as the first")]
    [TestCase("many short calls share rows, and lanes without a step in sight are left out")]
    [TestCase("the lines between the parts can be moved")]
    [TestCase("a narrow window has all of it, one below the other")]
    [TestCase("Tab leads to every control, in the order of the page, and shows where it is")]
    [TestCase("the list steps with the arrows, by pages, and to both ends")]
    [TestCase("left and right lead from one run to the other")]
    [TestCase("the timeline steps with the arrows, and within a lane")]
    [TestCase("what is selected is brought into sight in the timeline")]
    [TestCase("n and p go through what went out of order, f to where the runs part")]
    [TestCase("search, views and zoom have keys")]
    [TestCase("the help opens and closes with keys, and gives the focus back; single keys can be turned off")]
    [TestCase("axe finds nothing, light")]
    [TestCase("axe finds nothing, dark")]
    [TestCase("the list is a grid that tells how long it is and where one is")]
    [TestCase("the timeline is a slider whose value is told in words, and has an alternative in words")]
    [TestCase("what is selected from elsewhere is announced, once")]
    [TestCase("headings and landmarks")]
    [TestCase("nothing moves by itself")]
    [TestCase("damaged: no data")]
    [TestCase("damaged: data that is cut off")]
    [TestCase("damaged: a file that is cut off")]
    [TestCase("damaged: a file that is cut off before its data")]
    [TestCase("damaged: a version of tomorrow")]
    [TestCase("damaged: null")]
    [TestCase("damaged: no run")]
    [TestCase("damaged: a lane that is not there")]
    [TestCase("damaged: a step woken by a later one")]
    [TestCase("damaged: a file that is not there")]
    [TestCase("damaged: time that goes back")]
    [TestCase("damaged: a text that is none")]
    [TestCase("damaged: a step of no kind")]
    [TestCase("what may be missing may be missing, or null")]
    [TestCase("who awaits the method that went on is told, and a kind of deed that is new by its text")]
    [TestCase("a timer that only made a step ready is told apart from one that a method went on from")]
    [TestCase("a run without a step is shown")]
    [TestCase("without JavaScript it says so")]
    [TestCase("first paint at 10,000 steps")]
    [TestCase("frames while it is scrolled, dragged and zoomed at 10,000 steps")]
    public void Check_InChromium_Holds(string name)
    {
        Assert.That(PageRun.Checks, Does.ContainKey(name), "The driver has no such check.");
        PageCheck check = PageRun.Checks[name];
        if (check.Figures.GetPropertyCount() > 0)
        {
            TestContext.Out.WriteLine(check.Figures);
        }

        Assert.That(check.Ok, Is.True, check.Message);
    }

    [Test]
    public void Driver_AllItsChecks_AreTests()
    {
        object?[] tests = [.. typeof(PageTests).GetMethod(nameof(Check_InChromium_Holds))!.GetCustomAttributes<TestCaseAttribute>().Select(static test => test.Arguments[0])];
        Assert.That(PageRun.Checks.Keys, Is.EquivalentTo(tests));
    }
}
