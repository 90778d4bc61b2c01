namespace Pipeline.Cli.Report;

/// <summary>Which page images the report carries.</summary>
internal enum ReportImages
{
    /// <summary>As many as fit into the usual size.</summary>
    Fit,
    All,
    None,
}
