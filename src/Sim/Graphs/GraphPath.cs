using System.Globalization;
using System.Text;

namespace SimAsync.Graphs;

/// <summary>A place in a graph, kept as a chain and only spelled out when something is wrong there.</summary>
internal sealed class GraphPath
{
    /// <summary>The whole document.</summary>
    public static readonly GraphPath Root = new(null, null, 0);

    private const int Longest = 40;

    private readonly GraphPath? parent;
    private readonly string? name;
    private readonly int index;

    private GraphPath(GraphPath? parent, string? name, int index) => (this.parent, this.name, this.index) = (parent, name, index);

    public GraphPath Field(string field) => new(this, field, 0);

    public GraphPath Item(int number) => new(this, null, number);

    public GraphFormatException Error(string reason) => new(ToString(), reason);

    /// <summary>Cuts what was found, so that a message stays readable whatever the input is.</summary>
    public static string Cut(string found) => found.Length <= Longest ? found : found[..Longest] + "…";

    public override string ToString()
    {
        Stack<GraphPath> places = new();
        for (GraphPath? place = this; place?.parent is not null; place = place.parent)
        {
            places.Push(place);
        }

        StringBuilder text = new();
        foreach (GraphPath place in places)
        {
            if (place.name is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{place.index}]");
            }
            else if (place.name.Length is > 0 and <= Longest && place.name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            {
                text.Append(text.Length > 0 ? "." : "").Append(place.name);
            }
            else
            {
                // A name with a dot or a bracket in it would read as another place.
                text.Append('[').Append(GraphValue.Show(Cut(place.name))).Append(']');
            }
        }

        return text.ToString();
    }
}
