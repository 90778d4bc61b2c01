using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Tests.Database;

/// <summary>What EF maps is what the migrations make, on a real server.</summary>
[Collection(PostgresGroup.Name)]
public sealed class DriftTests(PostgresFixture postgres)
{
    [PostgresFact]
    public async Task Tables_columns_types_and_nullability_are_the_same()
    {
        await using var database = await postgres.CreateDatabaseAsync(TimeProvider.System);
        await using var context = database.CreateContext();
        var mapped = Model(context).Tables.SelectMany(table => table.Columns.Select(column =>
            $"{table.Name}.{column.Name} {column.StoreType}{(column.IsNullable ? "" : " not null")}"));

        var made = await LinesAsync(database, """
            select c.table_name || '.' || c.column_name || ' ' || format_type(a.atttypid, a.atttypmod) || case c.is_nullable when 'NO' then ' not null' else '' end
            from information_schema.columns c
            join pg_attribute a on a.attrelid = format('%I.%I', c.table_schema, c.table_name)::regclass and a.attname = c.column_name
            where c.table_schema = 'public' and c.table_name <> 'schema_migrations'
            """);

        Assert.Equal(Lines(made), Lines(mapped));
    }

    [PostgresFact]
    public async Task Primary_and_foreign_keys_are_the_same()
    {
        await using var database = await postgres.CreateDatabaseAsync(TimeProvider.System);
        await using var context = database.CreateContext();
        var primary = Model(context).Tables.Select(table => $"primary {table.Name} ({Columns(table.PrimaryKey!.Columns)})");
        var foreign = Model(context).Tables.SelectMany(table => table.ForeignKeyConstraints)
            .Select(key => $"foreign {key.Table.Name} ({Columns(key.Columns)}) {key.PrincipalTable.Name} ({Columns(key.PrincipalColumns)})");

        var made = await LinesAsync(database, """
            select case when k.constraint_type = 'PRIMARY KEY'
                then 'primary ' || k.table_name || ' (' || string_agg(u.column_name, ', ' order by u.ordinal_position) || ')'
                else 'foreign ' || k.table_name || ' (' || string_agg(u.column_name, ', ' order by u.ordinal_position) || ') ' || min(p.table_name) || ' (' || string_agg(p.column_name, ', ') || ')' end
            from information_schema.table_constraints k
            join information_schema.key_column_usage u on u.constraint_name = k.constraint_name and u.table_name = k.table_name
            left join information_schema.constraint_column_usage p on k.constraint_type = 'FOREIGN KEY' and p.constraint_name = k.constraint_name
            where k.table_schema = 'public' and k.table_name <> 'schema_migrations' and k.constraint_type in ('PRIMARY KEY', 'FOREIGN KEY')
            group by k.constraint_name, k.constraint_type, k.table_name
            """);

        Assert.Equal(Lines(made), Lines(primary.Concat(foreign)));
    }

    [PostgresFact]
    public async Task Indexes_are_the_same()
    {
        await using var database = await postgres.CreateDatabaseAsync(TimeProvider.System);
        await using var context = database.CreateContext();
        var mapped = Model(context).Tables.SelectMany(table => table.Indexes).Select(index =>
            $"{index.Table.Name} {index.Name} ({Columns(index.Columns)}){(index.IsUnique ? " unique" : "")}"
            + $"{(index.MappedIndexes.First().FindAnnotation("Npgsql:NullsDistinct")?.Value is false ? " nulls not distinct" : "")}{(index.Filter is null ? "" : " filtered")}");

        var made = await LinesAsync(database, """
            select t.relname || ' ' || i.relname || ' (' || (select string_agg(a.attname, ', ' order by k.n) from unnest(x.indkey) with ordinality k (c, n) join pg_attribute a on a.attrelid = t.oid and a.attnum = k.c) || ')'
                || case when x.indisunique then ' unique' else '' end || case when x.indnullsnotdistinct then ' nulls not distinct' else '' end || case when x.indpred is null then '' else ' filtered' end
            from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
            where t.relnamespace = 'public'::regnamespace and t.relname <> 'schema_migrations' and not x.indisprimary
            """);

        Assert.Equal(Lines(made), Lines(mapped));
    }

    [PostgresFact]
    public async Task Every_owned_row_names_its_tenant()
    {
        await using var database = await postgres.CreateDatabaseAsync(TimeProvider.System);

        var without = await LinesAsync(database, """
            select t.table_name from information_schema.tables t
            where t.table_schema = 'public' and t.table_name not in ('tenants', 'schema_migrations')
              and not exists (select 1 from information_schema.columns c where c.table_name = t.table_name and c.column_name = 'tenant_id' and c.is_nullable = 'NO')
            """);

        Assert.Empty(without);
    }

    // The run-time model leaves out what queries do not need, such as how an index treats nulls.
    private static IRelationalModel Model(PipelineContext context) =>
        context.GetService<IDesignTimeModel>().Model.GetRelationalModel();

    private static string Columns(IEnumerable<IColumn> columns) => string.Join(", ", columns.Select(column => column.Name));

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static async Task<List<string>> LinesAsync(PipelineDatabase database, string sql)
    {
        await using var context = database.CreateContext();
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
