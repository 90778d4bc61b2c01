using Microsoft.EntityFrameworkCore;
using Pipeline.Storage.Database;

namespace Pipeline.Cli.Serve;

internal sealed class DatabaseCheck(PipelineDatabase database) : IServiceCheck
{
    public async Task<string?> ProblemAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await context.Database.ExecuteSqlRawAsync("select 1", cancellationToken);
        return null;
    }
}
