import ArgumentParser

/// Prints the manual page from the help of every command, for the installation.
struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the manual page.",
        discussion: """
            Example:
              consentbridge manual > consentbridge.1
            """,
        shouldDisplay: false
    )

    private static let columns = 78

    func run() {
        let root = ConsentBridge.configuration
        var page = ".TH CONSENTBRIDGE 1 \"\" \"ConsentBridge \(root.version)\"\n"
        page += ".SH NAME\nconsentbridge \\- \(Self.escaped(root.abstract))\n"
        page += ".SH DESCRIPTION\n" + Self.verbatim(root.discussion)
        page += ".SH COMMANDS\n" + Self.commands(of: ConsentBridge.self, path: "consentbridge")
        StandardOutput.write(page)
    }

    /// The help of every command below one, groups opened up.
    private static func commands(of command: any ParsableCommand.Type, path: String) -> String {
        command.configuration.subcommands.filter(\.configuration.shouldDisplay).map { child in
            let name = "\(path) \(child._commandName)"
            guard child.configuration.subcommands.isEmpty else { return commands(of: child, path: name) }
            let help = ConsentBridge.helpMessage(for: child, columns: columns)
            return ".SS \(name)\n" + verbatim(help)
        }.joined()
    }

    /// Text as it stands, in a block that the formatter does not fill.
    private static func verbatim(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let escaped = escaped(String(line))
            return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
        }
        return ".nf\n" + lines.joined(separator: "\n") + "\n.fi\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    }
}
