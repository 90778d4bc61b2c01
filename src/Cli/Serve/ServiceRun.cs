using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Serve;

/// <summary>Runs a service process until it is asked to stop, or a part of it dies of an error of ours.</summary>
internal sealed class ServiceRun(ServiceSettings settings, ServiceConsole console)
{
    /// <param name="started">Told the address once everything runs.</param>
    public async Task<int> RunAsync(ServiceStorage storage, Func<string, Task> started, CancellationToken stopping)
    {
        var wanted = settings.Web.Address is { } given ? WebAddress.Parse(given)! : WebAddress.FirstFree();
        await using var app = await ServiceHost.BuildAsync(settings, storage, console, wanted, stopping);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Pipeline.Service");
        await StartAsync(app, wanted, stopping);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Log.Started(log, string.Join(", ", settings.Roles), address);
        await started(address);
        var ended = new TaskCompletionSource();
        await using (stopping.Register(() => ended.TrySetResult()))
        await using (app.Lifetime.ApplicationStopping.Register(() => ended.TrySetResult()))
        {
            await ended.Task;
        }

        await app.StopAsync(CancellationToken.None);
        Log.Stopped(log);
        return Fault(app) is { } fault
            ? throw new InvalidOperationException($"A part of the service died: {fault.Message}", fault)
            : ExitCode.Done;
    }

    private static async Task StartAsync(WebApplication app, WebAddress wanted, CancellationToken stopping)
    {
        try
        {
            await app.StartAsync(stopping);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new OperatorException(string.Create(CultureInfo.InvariantCulture, $"The port {wanted.Port} is taken by another program. Stop it, or choose another in Pipeline:Web:Address (Pipeline__Web__Address)."), e);
        }
    }

    private static Exception? Fault(WebApplication app) =>
        app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(part => part.ExecuteTask?.Exception?.GetBaseException()).FirstOrDefault(fault => fault is not null);
}
