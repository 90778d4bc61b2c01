namespace Pipeline.Domain.Fields;

/// <summary>A field that a sentence may hold, though with too little probability to be a finding.</summary>
public readonly record struct Suspicion(int Sentence, string Field, double Probability);
