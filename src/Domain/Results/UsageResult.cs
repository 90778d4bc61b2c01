using System.Text.Json.Serialization;

namespace Pipeline.Domain.Results;

/// <summary>What reading the document took. Prompt tokens are read, decoded tokens are written by the model.</summary>
public sealed record UsageResult(int PromptTokens = 0, int DecodedTokens = 0, int Passages = 0)
{
    /// <summary>Sentences that the gate left out: nobody has read them, and what stands there is not among the fields. Not written where everything was read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SentencesSkipped { get; init; }
}
