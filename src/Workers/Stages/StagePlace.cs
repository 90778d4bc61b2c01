namespace Pipeline.Workers.Stages;

/// <summary>Room for one document. Given back unless it is filled.</summary>
public sealed class StagePlace : IDisposable
{
    private readonly Func<ClaimedWork, bool> _put;
    private readonly Action _giveBack;
    private bool _used;

    internal StagePlace(Func<ClaimedWork, bool> put, Action giveBack)
    {
        _put = put;
        _giveBack = giveBack;
    }

    /// <returns>False where nothing more is taken in: the document is the caller's to hand back.</returns>
    public bool Fill(ClaimedWork work) => _used = _put(work);

    public void Dispose()
    {
        if (!_used)
        {
            _used = true;
            _giveBack();
        }
    }
}
