using System.Runtime.Versioning;

namespace Pipeline.Cli.Tests.Repository;

/// <summary>
/// The launcher and its set-up on a tiny checkout, with stand-ins for dotnet, npm and apt-get that write down their calls.
/// PATH holds nothing but those and a few tools, so that what is installed on the machine plays no part.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class LauncherTests : IDisposable
{
    private const int AppExitCode = 7;
    private const int ExitMissing = 1;

    private static readonly string[] Tools =
        ["bash", "cat", "cmp", "cp", "cut", "env", "find", "flock", "getent", "grep", "id", "ls", "mkdir", "mktemp", "mv", "readlink", "rm", "sha256sum", "sleep", "sort", "stat", "tail", "touch", "uname"];

    private readonly TemporaryFolder _folder = new();

    public LauncherTests()
    {
        _folder.CopyFromCheckout("setup/prepare.sh");
        _folder.WriteScript("pipeline", File.ReadAllText(Checkout.PathOf("pipeline")));
        _folder.Write("src/Cli/Program.cs", "one");
        _folder.Write("package-lock.json", "{}");
        Directory.CreateDirectory(InFolder("bin"));
        foreach (var tool in Tools)
        {
            File.CreateSymbolicLink(InFolder($"bin/{tool}"), File.Exists($"/usr/bin/{tool}") ? $"/usr/bin/{tool}" : $"/bin/{tool}");
        }

        _folder.WriteScript("bin/dotnet", """
            #!/usr/bin/env bash
            if [ "$1" = --list-sdks ]; then echo "10.0.100 [/sdk]"; exit; fi
            echo "$*" >>"$CALLS"
            sleep 0.3
            while [ "$1" != -o ]; do shift; done
            mkdir -p "$2"
            printf '#!/usr/bin/env bash\necho "root=$PIPELINE_ROOT"\necho "folder=$PWD"\nprintf "argument=%%s\\n" "$@"\nexit 7\n' >"$2/pipeline"
            /bin/chmod +x "$2/pipeline"
            """);
        _folder.WriteScript("bin/npm", "#!/usr/bin/env bash\necho \"npm $*\" >>\"$CALLS\"\nmkdir -p node_modules\n");
        _folder.WriteScript("bin/sudo", "#!/usr/bin/env bash\nshift\nexec \"$@\"\n");
        _folder.WriteScript("bin/pdftotext", "#!/usr/bin/env bash\n");
        _folder.WriteScript("bin/bwrap", "#!/usr/bin/env bash\n");
        _folder.WriteScript("bin/tesseract", "#!/usr/bin/env bash\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_run_sets_up_and_the_next_one_says_nothing()
    {
        var first = await RunAsync(["run", "a b", "*"]);
        var second = await RunAsync(["run", "a b", "*"]);

        Assert.Equal(AppExitCode, first.ExitCode);
        Assert.Contains("Building the pipeline", first.Error, StringComparison.Ordinal);
        Assert.Contains("Installing llama.cpp and PostgreSQL", first.Error, StringComparison.Ordinal);
        Assert.Equal(AppExitCode, second.ExitCode);
        Assert.Equal("", second.Error);
        Assert.Equal(first.Output, second.Output);
        Assert.Equal(2, Calls().Length);
        Assert.Contains("--ignore-scripts", Calls()[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_in_the_folder_of_the_caller_through_a_link_with_the_arguments_as_they_are()
    {
        var elsewhere = Directory.CreateDirectory(InFolder("else where")).FullName;
        File.CreateSymbolicLink(Path.Combine(elsewhere, "p"), InFolder("pipeline"));

        var run = await RunAsync(["run", "a b", "", "$x"], Path.Combine(elsewhere, "p"), elsewhere);

        Assert.Equal($"root={_folder.FullName}\nfolder={elsewhere}\nargument=run\nargument=a b\nargument=\nargument=$x\n", run.Output);
    }

    [Fact]
    public async Task It_builds_again_when_a_source_changed_even_to_an_older_time_and_when_one_is_gone()
    {
        var extra = _folder.Write("src/Cli/Extra.cs", "two");
        await RunAsync([]);
        File.SetLastWriteTimeUtc(extra, DateTime.UnixEpoch);
        await RunAsync([]);
        File.Delete(extra);
        await RunAsync([]);
        await RunAsync([]);

        Assert.Equal(3, Calls().Count(call => call.StartsWith("publish", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_keeps_the_newest_three_builds_and_nothing_else_is_removed()
    {
        foreach (var text in (string[])["1", "22", "333", "4444", "55555"])
        {
            _folder.Write("src/Cli/Program.cs", text);
            await RunAsync([]);
        }

        Assert.Equal(3, Directory.GetDirectories(InFolder("artifacts/setup/app")).Length);
        Assert.True(File.Exists(InFolder("src/Cli/Program.cs")));
    }

    [Fact]
    public async Task It_installs_the_packages_again_when_the_lock_file_changed()
    {
        await RunAsync([]);
        _folder.Write("package-lock.json", "{ }");
        await RunAsync([]);

        Assert.Equal(2, Calls().Count(call => call.StartsWith("npm", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_several_first_runs_at_once_one_sets_up_and_all_start()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync(["run"])));

        Assert.All(runs, run => Assert.Equal(AppExitCode, run.ExitCode));
        Assert.Equal(2, Calls().Length);
    }

    [Fact]
    public async Task A_failed_build_is_shown_and_tried_again()
    {
        var good = await File.ReadAllTextAsync(InFolder("bin/dotnet"));
        _folder.WriteScript("bin/dotnet", "#!/usr/bin/env bash\n[ \"$1\" = --list-sdks ] && echo 10.0.100 || { echo 'CS1002: ; expected'; exit 1; }\n");
        var failed = await RunAsync(["run"]);
        _folder.WriteScript("bin/dotnet", good);
        var again = await RunAsync(["run"]);

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("CS1002", failed.Error, StringComparison.Ordinal);
        Assert.Equal(AppExitCode, again.ExitCode);
    }

    [Theory]
    [InlineData("npm", "apt-get install -y --no-install-recommends npm")]
    [InlineData("dotnet", "dotnet-install.sh | bash -s -- --channel 10.0")]
    [InlineData("pdftotext", "apt-get update && apt-get install -y --no-install-recommends poppler-utils")]
    public async Task What_is_missing_is_named_with_the_command_that_installs_it(string program, string command)
    {
        File.Delete(InFolder($"bin/{program}"));

        var run = await RunAsync(["run"]);

        Assert.Equal(ExitMissing, run.ExitCode);
        Assert.Contains(command, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("doctor")]
    public async Task Help_and_doctor_answer_without_poppler(string argument)
    {
        File.Delete(InFolder("bin/pdftotext"));

        Assert.Equal(AppExitCode, (await RunAsync([argument])).ExitCode);
    }

    [Fact]
    public async Task Debian_packages_are_installed_where_that_is_allowed()
    {
        File.Delete(InFolder("bin/pdftotext"));
        File.Delete(InFolder("bin/bwrap"));
        File.Delete(InFolder("bin/tesseract"));
        _folder.WriteScript("bin/apt-get", $"#!/usr/bin/env bash\necho \"apt-get $*\" >>\"$CALLS\"\n[ \"$1\" = update ] || cp '{InFolder("bin/sudo")}' '{InFolder("bin/pdftotext")}'\n");

        var run = await RunAsync(["run"]);

        Assert.Equal(AppExitCode, run.ExitCode);
        Assert.Contains("apt-get install -y --no-install-recommends poppler-utils bubblewrap tesseract-ocr", Calls());
    }

    [Fact]
    public async Task Without_what_is_recommended_it_says_so_once()
    {
        File.Delete(InFolder("bin/bwrap"));
        File.Delete(InFolder("bin/tesseract"));

        var first = await RunAsync(["run"]);
        var second = await RunAsync(["run"]);

        Assert.Contains("bubblewrap is not installed", first.Error, StringComparison.Ordinal);
        Assert.Contains("tesseract-ocr is not installed", first.Error, StringComparison.Ordinal);
        Assert.Equal("", second.Error);
    }

    [Fact]
    public async Task It_works_without_a_home_folder()
    {
        var run = await RunAsync(["run"], home: null);

        Assert.Equal(AppExitCode, run.ExitCode);
    }

    [Fact]
    public async Task A_backend_is_installed_only_when_it_is_asked_for_and_builds_nothing()
    {
        _folder.Write("setup/backends/vulkan/package.json", "{}");
        _folder.WriteScript("bin/npm", "#!/usr/bin/env bash\necho \"npm $* in ${PWD##*/}\" >>\"$CALLS\"\n");

        var setup = await RunAsync(["setup", "vulkan"]);

        Assert.Equal(0, setup.ExitCode);
        Assert.Equal(["npm ci --ignore-scripts --no-audit --no-fund in vulkan"], Calls());
        Assert.Contains("doctor", setup.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_that_there_is_not_is_refused_and_without_one_all_are_listed()
    {
        var unknown = await RunAsync(["setup", "rocm"]);
        var list = await RunAsync(["setup"]);

        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("there is no backend rocm", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(0, list.ExitCode);
        Assert.All((string[])["cuda13", "cuda12", "vulkan"], name => Assert.Contains(name, list.Output, StringComparison.Ordinal));
        Assert.Empty(Calls());
    }

    private string InFolder(string relative) => Path.Combine(_folder.FullName, relative);

    private string[] Calls() => File.Exists(InFolder("calls")) ? File.ReadAllLines(InFolder("calls")) : [];

    private Task<ShellResult> RunAsync(string[] arguments, string? program = null, string? folder = null, string? home = "/nonexistent") =>
        Shell.RunAsync(program ?? InFolder("pipeline"), arguments, folder ?? _folder.FullName, new Dictionary<string, string?>
        {
            ["PATH"] = InFolder("bin"),
            ["CALLS"] = InFolder("calls"),
            ["HOME"] = home,
            ["DOTNET_ROOT"] = null,
        });
}
