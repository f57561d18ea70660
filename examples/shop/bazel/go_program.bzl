"""Links a Go program with the machine's own Go, with the linker flag that rules_go always gives.

rules_go needs the network to fetch itself and its toolchain. This rule does not, and what it links has the property
that matters here: `-buildid=redacted` gives every binary the same GNU build ID.
"""

def _go_program(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    module = [file for file in ctx.files.sources if file.basename == "go.mod"][0]
    ctx.actions.run_shell(
        mnemonic = "GoLink",
        progress_message = "Linking %{label}",
        inputs = ctx.files.srcs + ctx.files.sources,
        outputs = [program],
        arguments = [module.path, program.path, "./" + ctx.label.package],
        command = """
out="$PWD/$2"
cd "$(dirname "$(readlink -f "$1")")"
exec go build -buildvcs=false -ldflags=-buildid=redacted -o "$out" "$3"
""",
        use_default_shell_env = True,
        # Go's caches lie outside the sandbox.
        execution_requirements = {"local": "1"},
    )
    return [DefaultInfo(files = depset([program]), executable = program)]

go_program = rule(
    implementation = _go_program,
    executable = True,
    attrs = {
        "srcs": attr.label_list(allow_files = [".go"]),
        "sources": attr.label(doc = "go.mod, go.sum and the packages that programs share."),
    },
)
