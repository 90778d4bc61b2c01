using System.Diagnostics;

namespace Pipeline.Domain.Tests.Evaluation;

/// <summary>Runs a normative script.</summary>
internal static class ScriptRun
{
    public static string Output(string path, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PYTHONUTF8"] = "1" } };
        start.ArgumentList.Add(path);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var script = Process.Start(start)!;
        var error = new System.Text.StringBuilder();
        script.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        script.BeginErrorReadLine();
        var output = script.StandardOutput.ReadToEnd();
        script.WaitForExit();
        Assert.True(script.ExitCode == 0, error.ToString());
        return output;
    }
}
