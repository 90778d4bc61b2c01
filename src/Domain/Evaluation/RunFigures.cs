using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Evaluation;

/// <summary>What a run's confidences and decisions are worth on documents with known answers. n stands beside every figure.</summary>
public sealed record RunFigures
{
    public required int Documents { get; init; }

    public required int Values { get; init; }

    public required int WrongValues { get; init; }

    /// <summary>Of values and candidates, right against wrong.</summary>
    public required int Candidates { get; init; }

    public required int WrongCandidates { get; init; }

    public required double? Auroc { get; init; }

    public required Interval? AurocInterval { get; init; }

    /// <summary>Of values alone: what a reader of the results sees.</summary>
    public required double? ValueAuroc { get; init; }

    public required Interval? ValueAurocInterval { get; init; }

    /// <summary>Binding only from 600 values on: a perfect confidence at 165 exceeds 0.05 a third of the time.</summary>
    public required double? Ece { get; init; }

    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>At 1, 2 and 5 %: what these documents alone would prove.</summary>
    public required IReadOnlyList<Coverage> Coverage { get; init; }

    public required BudgetHonesty Honesty { get; init; }

    /// <summary>Share of fields accepted, and of values in them: the first straight-through rate.</summary>
    public required ShareFigure AcceptedValues { get; init; }

    /// <summary>Accepted fields that are wrong.</summary>
    public required ShareFigure AcceptedWrong { get; init; }

    /// <summary>Documents that nobody has to open: the second straight-through rate.</summary>
    public required ShareFigure UntouchedDocuments { get; init; }

    /// <summary>Fields that go out as absent though the document has them.</summary>
    public required ShareFigure AbsentWrong { get; init; }

    /// <summary>(share of found fields accepted, share of these that are wrong), by falling confidence.</summary>
    public required IReadOnlyList<CurvePoint> RiskCoverage { get; init; }
}
