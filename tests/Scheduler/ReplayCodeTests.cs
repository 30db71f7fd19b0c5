using SimAsync.Scheduler;

namespace SimAsync.Tests.Scheduler;

public sealed class ReplayCodeTests
{
    private static readonly string Good = Make(choices: 300, drew: true).ToString();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(79)]
    [TestCase(80)]
    [TestCase(81)]
    [TestCase(160)]
    [TestCase(161)]
    [TestCase(320)]
    [TestCase(321)]
    [TestCase(641)]
    [TestCase(10_000)]
    public void Parse_OfItsOwnText_GivesTheSame(int choices)
    {
        foreach (bool drew in new[] { false, true })
        {
            ReplayCode code = Make(choices, drew);
            ReplayCode again = ReplayCode.Parse($"  {code}\n");
            Assert.That((again.InPasses, again.Seed, again.Choices, again.Steps), Is.EqualTo((code.InPasses, code.Seed, code.Choices, code.Steps)));
            Assert.That(again.Deviations, Is.EqualTo(code.Deviations));
            Assert.That(again.ToString(), Is.EqualTo(code.ToString()));
        }
    }

    [Test]
    public void Parse_CutOffAnywhere_IsAReplayCodeException()
    {
        for (int length = 0; length < Good.Length; length++)
        {
            Refuses(Good[..length]);
        }
    }

    [Test]
    public void Parse_OneCharacterAltered_IsAReplayCodeException()
    {
        // The checksum sees every error of up to 32 bits in a row, and one character is six.
        foreach (char other in "A_-=%/+ .é\0\n9")
        {
            for (int i = 0; i < Good.Length; i++)
            {
                if (Good[i] != other)
                {
                    string altered = Good[..i] + other + Good[(i + 1)..];
                    // Base64 passes over white space and padding at the end; the code is then whole.
                    if (altered.Trim() is var trimmed && !IsSame(trimmed))
                    {
                        Refuses(altered);
                    }
                }
            }
        }

        static bool IsSame(string text)
        {
            try
            {
                return ReplayCode.Parse(text).ToString() == Good;
            }
            catch (ReplayCodeException)
            {
                return false;
            }
        }
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("sim1.")]
    [TestCase("sim2.AAAAAAAAAAAA")]
    [TestCase("sim.")]
    [TestCase("simulation")]
    [TestCase("SIM1.AAAA")]
    [TestCase("sim1.====")]
    [TestCase("sim1.AAAA====AAAAAAAAAAAA")]
    [TestCase("sim1.AAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("sim1.日本語日本語日本語日本語")]
    [TestCase("{\"code\": 1}")]
    public void Parse_OfForeignText_IsAReplayCodeException(string text) => Refuses(text);

    [Test]
    public void Parse_OfHugeText_IsAReplayCodeException()
    {
        Refuses("sim1." + new string('A', 1 << 20));
        Refuses("sim1." + new string('_', (64 << 20) + 1));
        Refuses(new string('x', 1 << 20));
    }

    [Test]
    public void Parse_OfRandomBytesWithARightChecksum_IsReadOrRefused()
    {
        var random = new Xoshiro256(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] body = new byte[4 + random.Next(40)];
            for (int b = 0; b < body.Length; b++)
            {
                body[b] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            body[0] = (byte)random.Next(5);
            string text = "sim1." + System.Buffers.Text.Base64Url.EncodeToString([.. body, .. BitConverter.GetBytes(Crc32(body))]);
            try
            {
                ReplayCode.Parse(text);
            }
            catch (ReplayCodeException)
            {
            }
        }
    }

    [Test]
    public void Replay_OfNoCode_IsAReplayCodeException()
    {
        Assert.That(static () => Simulation.Replay("nonsense", static async Coroutine () => await Sim.Yield()), Throws.TypeOf<ReplayCodeException>());
        Assert.That(static () => ReplayCode.Parse(null!), Throws.ArgumentNullException);
    }

    private static void Refuses(string text)
    {
        var error = Assert.Throws<ReplayCodeException>(() => ReplayCode.Parse(text));
        Assert.That(error!.Reason, Is.Not.Empty);
        Assert.That(error.Message, Has.Length.LessThan(300));
    }

    private static ReplayCode Make(int choices, bool drew)
    {
        var recording = new Recording();
        recording.Begin(inPasses: false, seed: 0xFEDCBA9876543210);
        for (int i = 0; i < choices; i++)
        {
            recording.Add(i % 11 == 3 ? (i % 5) + 1 : 0, 6, (ulong)i * 31);
        }

        recording.Steps = choices * 2L;
        return ReplayCode.Of(recording, drew);
    }

    private static uint Crc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
            }
        }

        return ~crc;
    }
}
