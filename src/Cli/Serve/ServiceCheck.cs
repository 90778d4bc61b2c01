namespace Pipeline.Cli.Serve;

/// <summary>A check under the name that <c>/health/ready</c> gives it.</summary>
internal sealed record ServiceCheck(string Name, IServiceCheck Check);
