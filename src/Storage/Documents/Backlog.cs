using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>Documents of the service that wait in a stage, or are in work there, of all tenants.</summary>
/// <param name="Waiting">Nobody has them.</param>
/// <param name="Working">Under a lease.</param>
/// <param name="OldestWaiting">Since the one that waits longest came into the stage; zero where none waits.</param>
public sealed record Backlog(DocumentStage Stage, DocumentPriority Priority, int Waiting, int Working, TimeSpan OldestWaiting);
