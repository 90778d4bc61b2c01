using Npgsql;

namespace Pipeline.Storage.Database;

/// <summary>Tells a database that is away from an error of ours. EF Core wraps what Npgsql throws, sometimes twice.</summary>
public static class DatabaseOutage
{
    /// <summary>The connection was refused, broken or shut down, or the server is short of something: what was asked may succeed later.</summary>
    public static bool Is(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            // A PostgresException is an answer: only some of them mean that the server is on its way out.
            if (e is PostgresException answer)
            {
                return answer.IsTransient || answer.SqlState.StartsWith("57P", StringComparison.Ordinal);
            }

            if (e is NpgsqlException)
            {
                return true;
            }
        }

        return false;
    }
}
