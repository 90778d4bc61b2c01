namespace Pipeline.Storage.Migrations;

/// <summary>The database and the migrations of this build do not fit together. Nothing was changed by the migration that is named.</summary>
public sealed class MigrationException : Exception
{
    public MigrationException()
    {
    }

    public MigrationException(string message)
        : base(message)
    {
    }

    public MigrationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public MigrationException(string file, string message, Exception? innerException)
        : base(message, innerException) => File = file;

    /// <summary>The migration that the error is about, such as <c>0001_documents.sql</c>.</summary>
    public string File { get; } = "";
}
