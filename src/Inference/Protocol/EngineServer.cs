using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;
using Pipeline.Inference.Native;

namespace Pipeline.Inference.Protocol;

/// <summary>The child's side: loads the model, reads what the parent sends, ends when the parent is gone.</summary>
public sealed class EngineServer
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _running = new();
    private readonly ReadingEngine _engine;
    private readonly FrameStream _frames;

    private EngineServer(ReadingEngine engine, FrameStream frames)
    {
        _engine = engine;
        _frames = frames;
    }

    /// <summary>Serves one parent on <paramref name="socketPath"/> until it hangs up.</summary>
    /// <exception cref="EngineSetupException">The engine cannot start.</exception>
    public static async Task RunAsync(string socketPath, EngineSettings settings, Action<Exception> onFault, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
        await using var stream = new NetworkStream(socket);
        var frames = new FrameStream(stream);
        using var engine = await StartAsync(frames, settings, onFault, cancellationToken);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var server = new EngineServer(engine, frames);
        var writing = frames.WriteAllAsync(stopping.Token);
        await frames.SendAsync(new ReadyFrame(LlamaLibrary.ExpectedVersion), stopping.Token);
        var telling = server.TellProgressAsync(stopping.Token);
        try
        {
            await server.ServeAsync(stopping.Token);
        }
        finally
        {
            await stopping.CancelAsync();
            await Task.WhenAll(writing, telling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<ReadingEngine> StartAsync(FrameStream frames, EngineSettings settings, Action<Exception> onFault, CancellationToken cancellationToken)
    {
        try
        {
            return ReadingEngine.Start(settings, onFault);
        }
        catch (EngineSetupException e)
        {
            await frames.WriteAsync(new NotReadyFrame(e.Message, e.Shortage), cancellationToken);
            throw;
        }
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        while (await _frames.ReadAsync(cancellationToken) is { } frame)
        {
            switch (frame)
            {
                case ReadFrame read:
                    var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    _running[read.Id] = source;
                    _ = Task.Run(() => ReadAsync(read, source), CancellationToken.None);
                    break;
                case CancelFrame cancel when _running.TryGetValue(cancel.Id, out var running):
                    await CancelAsync(running);
                    break;
            }
        }
    }

    private static async Task CancelAsync(CancellationTokenSource running)
    {
        try
        {
            await running.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It was read in the meantime.
        }
    }

    private async Task ReadAsync(ReadFrame frame, CancellationTokenSource source)
    {
        try
        {
            var reading = await _engine.ReadAsync(frame.Request, source.Token);
            await _frames.SendAsync(new ReadingFrame(frame.Id, reading), source.Token);
        }
        catch (OperationCanceledException)
        {
            // The parent asked for it, or is gone.
        }
#pragma warning disable CA1031 // The top of a request: one that throws must not take the others along.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await RefuseAsync(frame.Id, e);
        }
        finally
        {
            _running.TryRemove(frame.Id, out _);
            source.Dispose();
        }
    }

    private async Task RefuseAsync(long id, Exception e)
    {
        // Our own checks speak of fields and sizes. What the runtime says may quote the document: of that the type alone.
        var asked = e is ArgumentException && e.TargetSite?.Module == typeof(EngineServer).Module;
        try
        {
            await _frames.SendAsync(new RefusedFrame(id, asked ? e.Message : e.GetType().Name, asked), CancellationToken.None);
        }
        catch (ChannelClosedException)
        {
            // The parent is gone.
        }
    }

    private async Task TellProgressAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await _frames.SendAsync(new ProgressFrame(_engine.Statistics), cancellationToken);
        }
    }
}
