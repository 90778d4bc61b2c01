namespace Pipeline.Workers.Reading.Isolation;

internal enum KillReason
{
    Wall,
    Output,
    Refused,
    Cancelled,
}
