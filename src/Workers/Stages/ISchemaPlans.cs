namespace Pipeline.Workers.Stages;

/// <summary>The plans of the installed schemas.</summary>
public interface ISchemaPlans
{
    /// <summary>Never null: the plan of a schema that is not installed, or that the model cannot read, says so in <see cref="SchemaPlan.Refusal"/>.</summary>
    /// <exception cref="IOException">A file cannot be read for now.</exception>
    Task<SchemaPlan> OfAsync(string schema, CancellationToken cancellationToken);
}
