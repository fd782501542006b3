/// One mistake in a file that a person wrote, with its place and its cure.
public struct Diagnostic: Sendable, Hashable {
    /// Numbers of the kinds of mistake; stable, so that they can be looked up.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The file cannot be read.
        case unreadable = "E001"
        /// The text is not YAML.
        case syntax = "E100"
        /// A key that does not exist here.
        case unknownKey = "E101"
        /// The same key twice.
        case duplicateKey = "E102"
        /// A value of another type than wanted.
        case wrongType = "E103"
        /// Something that must be there is not.
        case missingKey = "E104"
        /// A word outside the closed list.
        case unknownWord = "E105"
        /// An anchor or an alias, which would take away the place of later mistakes.
        case alias = "E106"
        /// An unquoted word that YAML readers take for something else than text.
        case ambiguousScalar = "E110"
        /// A reference to something that does not exist, or not here.
        case undefinedReference = "E201"
        /// Decode steps whose kinds do not fit.
        case stepMismatch = "E301"
        /// Something that can never be reached, since what stands before it always goes first.
        case unreachable = "E302"
        /// A value that breaks a rule of its field.
        case invalidValue = "E310"
        /// A category that Opt-In does not have.
        case unknownCategory = "E501"
        /// A rule that never does what it seems to.
        case neverFires = "W502"
        /// A key that no adapter is known to have.
        case unknownOwner = "W503"
        /// A kind of case that is neither there nor excused.
        case missingKind = "W401"
        /// A key of the mapping that no case has.
        case idleMapping = "W402"
        /// A place of the manifest that no case notices.
        case untestedPlace = "W403"
        /// An excuse that nothing needs.
        case idleExcuse = "W404"
        /// A README that tells of another manifest or other cases.
        case outdatedREADME = "W405"

        /// Whether it is only likely that something is wrong: the file works.
        public var isWarning: Bool { rawValue.hasPrefix("W") }
    }

    /// The kind of mistake.
    public let code: Code
    /// The file as it was named.
    public let file: String
    /// Line from 1; 0 where the whole file is meant.
    public let line: Int
    /// Column from 1; 0 where the whole file is meant.
    public let column: Int
    /// What is wrong, and what to write instead.
    public let message: String
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: E101 sentence`, as editors and terminals know how to follow.
    public var description: String {
        line == 0 ? "\(file): \(code.rawValue) \(message)" : "\(file):\(line):\(column): \(code.rawValue) \(message)"
    }
}

/// All mistakes of one file.
public struct DiagnosticsError: Error, Sendable, Hashable {
    /// At least one, in the order of the file.
    public let diagnostics: [Diagnostic]

    /// Mistakes that a sink has collected.
    package init(diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }
}

extension DiagnosticsError: CustomStringConvertible {
    /// The sentence for the operator.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// Collects the mistakes of one file, so that all are told at once.
package final class DiagnosticSink {
    package let file: String
    package private(set) var diagnostics: [Diagnostic] = []

    package init(file: String) {
        self.file = file
    }

    package func report(_ code: Diagnostic.Code, at position: YAMLNode.Position?, _ message: String) {
        diagnostics.append(
            Diagnostic(
                code: code,
                file: position?.file ?? file,
                line: position?.line ?? 0,
                column: position?.column ?? 0,
                message: message
            )
        )
    }

    /// - Throws: ``DiagnosticsError`` if anything was reported.
    package func throwIfAny() throws(DiagnosticsError) {
        guard !diagnostics.isEmpty else { return }
        throw DiagnosticsError(
            diagnostics: diagnostics.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
        )
    }
}
