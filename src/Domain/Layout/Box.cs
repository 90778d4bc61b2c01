namespace Pipeline.Domain.Layout;

/// <summary>A rectangle on a page as it is displayed (after the page's rotation): points (1/72 inch), origin top left, y downwards.</summary>
public readonly record struct Box(double X0, double Y0, double X1, double Y1)
{
    public Box Union(Box other) =>
        new(Math.Min(X0, other.X0), Math.Min(Y0, other.Y0), Math.Max(X1, other.X1), Math.Max(Y1, other.Y1));
}
