namespace Pipeline.Domain.Results;

public enum FieldState
{
    Found,
    Absent,
    BlankInDocument,
    Unreadable,
    NeedsReview,
}
