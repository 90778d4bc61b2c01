namespace Pipeline.Cli.Evaluation;

internal enum DataSetKind
{
    Kleister,
    Cuad,
}
