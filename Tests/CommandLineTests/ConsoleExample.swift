import Foundation

/// A command line as the README and golden files write it.
enum ConsoleExample {
    /// The words of a command line that quotes with single quotes only; nil where a quote is open.
    static func words(_ command: String) -> [String]? {
        let parts = command.components(separatedBy: "'")
        guard !parts.count.isMultiple(of: 2) else { return nil }
        return parts.enumerated().flatMap { index, part in
            index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [part]
        }
    }
}
