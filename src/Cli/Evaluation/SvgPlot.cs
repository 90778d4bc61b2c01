using System.Globalization;
using System.Text;
using Pipeline.Domain.Evaluation;

namespace Pipeline.Cli.Evaluation;

/// <summary>A small plot of the unit square as inline SVG.</summary>
internal sealed class SvgPlot(string title, string across, string up)
{
    private const int Side = 300;
    private const int Left = 46;
    private const int Top = 30;

    private readonly StringBuilder _marks = new();

    /// <summary>0 to 1, or less of it where all lies low.</summary>
    public double Highest { get; init; } = 1;

    public SvgPlot Diagonal()
    {
        _marks.Append(Text($"<path class=\"guide\" d=\"M{X(0)} {Y(0)}L{X(1)} {Y(1)}\"/>"));
        return this;
    }

    public SvgPlot Level(double y)
    {
        _marks.Append(Text($"<path class=\"guide\" d=\"M{X(0)} {Y(y)}L{X(1)} {Y(y)}\"/>"));
        return this;
    }

    public SvgPlot Line(IReadOnlyList<CurvePoint> points)
    {
        if (points.Count > 0)
        {
            _marks.Append("<path class=\"line\" d=\"").AppendJoin(' ', points.Select((p, i) => Text($"{(i == 0 ? 'M' : 'L')}{X(p.X)} {Y(p.Y)}"))).Append("\"/>");
        }

        return this;
    }

    /// <param name="label">Shown where the pointer rests.</param>
    public SvgPlot Dot(double x, double y, string label)
    {
        _marks.Append(Text($"<circle cx=\"{X(x)}\" cy=\"{Y(y)}\" r=\"4\"><title>{label}</title></circle>"));
        return this;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Text($"<svg viewBox=\"0 0 {Left + Side + 20} {Top + Side + 50}\" role=\"img\" aria-label=\"{title}\">"));
        text.Append(Text($"<text x=\"{Left}\" y=\"18\" class=\"title\">{title}</text><rect x=\"{Left}\" y=\"{Top}\" width=\"{Side}\" height=\"{Side}\"/>"));
        for (var i = 0; i <= 4; i++)
        {
            var share = i / 4.0;
            text.Append(Text($"<text x=\"{X(share)}\" y=\"{Top + Side + 16}\" text-anchor=\"middle\">{share:0.##}</text>"));
            text.Append(Text($"<text x=\"{Left - 6}\" y=\"{Y(share * Highest) + 4}\" text-anchor=\"end\">{share * Highest:0.###}</text>"));
        }

        text.Append(Text($"<text x=\"{X(0.5)}\" y=\"{Top + Side + 38}\" text-anchor=\"middle\">{across}</text>"));
        text.Append(Text($"<text transform=\"translate(12 {Y(Highest / 2)}) rotate(-90)\" text-anchor=\"middle\">{up}</text>"));
        return text.Append(_marks).Append("</svg>").ToString();
    }

    private static double X(double share) => Math.Round(Left + (Side * share), 2);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private double Y(double share) => Math.Round(Top + (Side * (1 - Math.Min(1, share / Highest))), 2);
}
