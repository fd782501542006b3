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
        var text = ""
        for child in command.configuration.subcommands where child.configuration.shouldDisplay {
            let name = "\(path) \(child._commandName)"
            if child.configuration.subcommands.isEmpty {
                text += ".SS \(name)\n" + verbatim(ConsentBridge.helpMessage(for: child, columns: columns))
            } else {
                text += commands(of: child, path: name)
            }
        }
        return text
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
