namespace Pipeline.Ingest.Api.Pages;

/// <summary>A page as PNG, or why there is none.</summary>
public sealed record PageImage
{
    private PageImage(Stream? png, PageImageProblem? problem) => (Png, Problem) = (png, problem);

    /// <summary>Standing at its start; whoever gets it disposes of it.</summary>
    public Stream? Png { get; }

    public PageImageProblem? Problem { get; }

    public static PageImage Of(Stream png) => new(png, null);

    public static PageImage None(PageImageProblem problem) => new(null, problem);
}
