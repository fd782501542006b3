import Foundation

/// A value that stands elsewhere, so that a secret is in no job file and on no command line: `${env:NAME}` is the
/// environment's, `${file:PATH}` the content of a file.
public enum ValueReference: Sendable, Hashable {
    /// A variable of the environment.
    case variable(String)
    /// A file, by its path.
    case file(String)

    /// Whether a text is written like a reference, be it one or not.
    public static func isWritten(_ text: String) -> Bool {
        stands(text) || text.contains("${env:") || text.contains("${file:")
    }

    /// Whether a text is a reference from end to end.
    private static func stands(_ text: String) -> Bool { text.hasPrefix("${") && text.hasSuffix("}") }

    /// Reads a reference.
    ///
    /// - Throws: ``Failure`` where the text is none.
    public init(_ text: String) throws(Failure) {
        let reference = text.dropFirst(2).dropLast()
        guard Self.stands(text), !reference.contains("}") else {
            throw Self.isWritten(text) ? Failure.mixed : Failure.malformed
        }
        if reference.hasPrefix("env:") {
            self = .variable(String(reference.dropFirst(4)))
        } else if reference.hasPrefix("file:") {
            self = .file(String(reference.dropFirst(5)))
        } else {
            throw Failure.malformed
        }
    }

    /// The value. White space around a file's content is no part of it, since editors end a file with a line.
    ///
    /// - Throws: ``Failure`` where there is none.
    public func value(in environment: [String: String]) throws(Failure) -> String {
        switch self {
        case .variable(let name):
            guard let value = environment[name], !value.isEmpty else { throw .unset(name) }
            return value
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
            guard let text = String(validating: data, as: UTF8.self) else { throw .notText(path) }
            let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
            // A signature under an empty key is one that everybody can make.
            if value.isEmpty { throw .empty(path) }
            return value
        }
    }

    /// Why there is no value.
    public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The text is no reference.
        case malformed
        /// Something stands beside the reference.
        case mixed
        /// The environment has no such variable, or an empty one.
        case unset(String)
        /// There is no such file, or it may not be read.
        case unreadable(String)
        /// The file is not UTF-8.
        case notText(String)
        /// The file holds nothing.
        case empty(String)

        /// A sentence for the operator.
        public var description: String {
            switch self {
            case .malformed: "A value from outside is ${env:NAME} or ${file:PATH}."
            case .mixed:
                "Something stands beside ${env:NAME} or ${file:PATH}; a value from outside stands alone, so put all of it there."
            case .unset(let name): "The environment variable \(name) is not set; set it before the run."
            case .unreadable(let path): "The file \(path) cannot be read."
            case .notText(let path): "The file \(path) is not UTF-8 text."
            case .empty(let path): "The file \(path) is empty; write the value into it."
            }
        }
    }
}
