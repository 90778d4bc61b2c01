namespace Pipeline.Cli.Doctor;

/// <summary>What the doctor found of one part.</summary>
/// <param name="Says">What is there, or what is wrong and how to mend it.</param>
internal sealed record Finding(string Part, Health Health, string Says)
{
    public static Finding Well(string part, string says) => new(part, Health.Ok, says);

    public static Finding Advice(string part, string says) => new(part, Health.Note, says);

    public static Finding Missing(string part, string says) => new(part, Health.Missing, says);
}
