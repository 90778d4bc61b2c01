namespace Pipeline.Domain.Results;

public enum FieldDecision
{
    Accepted,
    Review,
    Absent,
}
