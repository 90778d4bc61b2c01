namespace Pipeline.Cli.Schemas;

/// <summary>What <c>pipeline schemas try</c> was asked to do.</summary>
/// <param name="Documents">At most this many samples are read.</param>
internal sealed record TrialOptions(string Schema, string Folder, int Documents, string Model);
