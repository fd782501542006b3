import Yams

extension ScenarioError {
    /// Puts what the YAML parser says into a sentence, with its place.
    init(yamlError: any Error, file: String) {
        guard let yamlError = yamlError as? YamlError else {
            self.init(code: .syntax, file: file, line: 1, column: 1, message: "the file is no YAML")
            return
        }
        switch yamlError {
        case .scanner(_, let problem, let mark, let yaml):
            let isTab = Self.character(of: yaml, line: mark.line, column: mark.column) == "\t"
            let message = isTab ? "a tab stands here; YAML is indented with spaces" : "no YAML: \(problem)"
            self.init(code: .syntax, file: file, line: mark.line, column: mark.column, message: message)
        case .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            let message = "no YAML: \(problem)"
            self.init(code: .syntax, file: file, line: mark.line, column: mark.column, message: message)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.sorted().map { "“\($0)”" }.joined(separator: ", ")
            let message = "\(names) is written twice in one mapping, here for the first time; remove one"
            self.init(
                code: .duplicateKey,
                file: file,
                line: context.mark.line,
                column: context.mark.column,
                message: message
            )
        case .reader(let problem, let offset, _, let yaml):
            let lines = yaml.prefix(offset ?? 0).split(separator: "\n", omittingEmptySubsequences: false)
            let column = (lines.last?.unicodeScalars.count ?? 0) + 1
            let message = "no YAML: \(problem)"
            self.init(code: .syntax, file: file, line: max(1, lines.count), column: column, message: message)
        default:
            self.init(code: .syntax, file: file, line: 1, column: 1, message: "the file is no YAML")
        }
    }

    private static func character(of text: String, line: Int, column: Int) -> Unicode.Scalar? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.dropFirst(line - 1).first?.unicodeScalars.dropFirst(column - 1).first
    }
}
