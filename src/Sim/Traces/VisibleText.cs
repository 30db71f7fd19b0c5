using System.Globalization;
using System.Text;

namespace SimAsync.Traces;

/// <summary>Texts of the code under test, whatever is in them, in one line and in columns.</summary>
internal static class VisibleText
{
    // East Asian Width W and F (Unicode 16, EastAsianWidth.txt), first and last of each range; between them also what is not assigned, as wcwidth(3) has it. What is an emoji only with
    // a selector behind it is not here.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2630, 0x2637), (0x2648, 0x2653),
        (0x267F, 0x267F), (0x268A, 0x268F), (0x2693, 0x2693), (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5), (0x26CE, 0x26CE), (0x26D4, 0x26D4), (0x26EA, 0x26EA),
        (0x26F2, 0x26F3), (0x26F5, 0x26F5), (0x26FA, 0x26FA), (0x26FD, 0x26FD), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C), (0x274E, 0x274E), (0x2753, 0x2755),
        (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF), (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55), (0x2E80, 0x303E), (0x3041, 0x3247), (0x3250, 0xA4CF), (0xA960, 0xA97F),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18DFF), (0x1AFF0, 0x1B2FF), (0x1D300, 0x1D376),
        (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F200, 0x1F320), (0x1F32D, 0x1F335), (0x1F337, 0x1F37C), (0x1F37E, 0x1F393), (0x1F3A0, 0x1F3CA),
        (0x1F3CF, 0x1F3D3), (0x1F3E0, 0x1F3F0), (0x1F3F4, 0x1F3F4), (0x1F3F8, 0x1F43E), (0x1F440, 0x1F440), (0x1F442, 0x1F4FC), (0x1F4FF, 0x1F53D), (0x1F54B, 0x1F54E), (0x1F550, 0x1F567),
        (0x1F57A, 0x1F57A), (0x1F595, 0x1F596), (0x1F5A4, 0x1F5A4), (0x1F5FB, 0x1F64F), (0x1F680, 0x1F6C5), (0x1F6CC, 0x1F6CC), (0x1F6D0, 0x1F6D2), (0x1F6D5, 0x1F6D8), (0x1F6DC, 0x1F6DF),
        (0x1F6EB, 0x1F6EC), (0x1F6F4, 0x1F6FC), (0x1F7E0, 0x1F7EB), (0x1F7F0, 0x1F7F0), (0x1F90C, 0x1F93A), (0x1F93C, 0x1F945), (0x1F947, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>
    /// A text in one line, as it is safe to print: what a terminal or an editor would obey, and not show, is spelled as in a C# string. The two joiners, by which scripts and
    /// emoji are put together, stay.
    /// </summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 8);
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                bool isFormat = CharUnicodeInfo.GetUnicodeCategory(text, i) == UnicodeCategory.Format;
                visible.Append(isFormat ? string.Create(CultureInfo.InvariantCulture, $"\\U{char.ConvertToUtf32(text, i):x8}") : text.Substring(i, 2));
                i++;
            }
            else
            {
                visible.Append(Of(text[i]));
            }
        }

        return visible.ToString();
    }

    /// <summary>A text that takes no more than so many columns, nor has more characters than that. If it is cut, it is not in the middle of what is read as one, and ends with an ellipsis.</summary>
    public static string Cut(string text, int most)
    {
        int end = 0;
        int taken = 0;
        for (int i = 0; i < text.Length;)
        {
            int length = StringInfo.GetNextTextElementLength(text, i);
            taken += Math.Max(length, WidthOfElement(text.AsSpan(i, length)));
            i += length;
            end = taken < most ? i : end;
            if (taken > most)
            {
                return $"{text[..end]}…";
            }
        }

        return text;
    }

    /// <summary>How many columns a text takes in letters that are all of one width: two for a wide character, none for what is put upon the one before it.</summary>
    public static int Width(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text.Length;
        }

        int width = 0;
        for (int i = 0; i < text.Length;)
        {
            int length = StringInfo.GetNextTextElementLength(text, i);
            width += WidthOfElement(text.AsSpan(i, length));
            i += length;
        }

        return width;
    }

    /// <summary>The text, and behind it as many spaces as are missing to a width.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    // What the reader sees as one character: of an emoji that is put together, the widest of its parts.
    private static int WidthOfElement(ReadOnlySpan<char> element)
    {
        int width = 0;
        foreach (Rune rune in element.EnumerateRunes())
        {
            // Two regional indicators are one flag.
            int one = rune.Value is >= 0x1F1E6 and <= 0x1F1FF ? width + 1
                : rune.Value == 0xFE0F || IsWide(rune.Value) ? 2
                : Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0 : 1;
            width = Math.Max(width, one);
        }

        return width;
    }

    private static bool IsWide(int rune)
    {
        int low = 0;
        for (int high = Wide.Length - 1; low <= high;)
        {
            int middle = (low + high) / 2;
            if (rune < Wide[middle].First)
            {
                high = middle - 1;
            }
            else if (rune > Wide[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static string Of(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\u200C' or '\u200D' => c.ToString(),
        _ when CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        _ => c.ToString(),
    };
}
