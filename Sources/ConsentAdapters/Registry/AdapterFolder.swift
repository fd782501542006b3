import Foundation

/// Where the adapters' folder is looked for.
///
/// The program runs from a checkout, from an installation and from anywhere by an absolute path; the first place that
/// has adapters wins, and the places are told where none has.
public struct AdapterFolder: Sendable, Hashable {
    /// The environment variable that names the folder.
    public static let variable = "CONSENTBRIDGE_ADAPTERS"

    /// A place with the reason why it is looked at.
    public struct Place: Sendable, Hashable {
        /// The path.
        public let path: String
        /// Such as `the option --adapters`.
        public let reason: String
    }

    /// The places in the order in which they are tried.
    public let places: [Place]

    /// The places to look at.
    ///
    /// - Parameters:
    ///   - option: what the command line named; if there is one, no other place counts.
    ///   - environment: the process's environment.
    ///   - executable: the program's own path, links resolved.
    ///   - currentDirectory: where the program was started.
    public init(option: String?, environment: [String: String], executable: String, currentDirectory: String) {
        if let option {
            places = [Place(path: option, reason: "the option --adapters")]
        } else if let path = environment[Self.variable], !path.isEmpty {
            places = [Place(path: path, reason: "the environment variable \(Self.variable)")]
        } else {
            let beside = URL(fileURLWithPath: executable).deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("share/consentbridge/Adapters").path
            places =
                [Place(path: beside, reason: "beside the installation")]
                + Self.checkouts(above: executable, "the checkout that the program was built in")
                + Self.checkouts(above: currentDirectory, "the checkout that you are in")
        }
    }

    /// Folders above a path that hold a package with adapters.
    private static func checkouts(above path: String, _ reason: String) -> [Place] {
        var folder = URL(fileURLWithPath: path).standardizedFileURL
        var places: [Place] = []
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
                places.append(Place(path: folder.appendingPathComponent("Adapters").path, reason: reason))
            }
            folder.deleteLastPathComponent()
        }
        return places
    }

    /// The first place that is a folder.
    ///
    /// - Throws: ``AdapterError`` `noAdapters`, which says where it was looked for.
    public func found() throws(AdapterError) -> String {
        for place in places where (try? FileManager.default.contentsOfDirectory(atPath: place.path)) != nil {
            return place.path
        }
        let looked = places.map { "  \($0.path) (\($0.reason))" }.joined(separator: "\n")
        throw AdapterError(
            .noAdapters,
            "The adapters' folder was not found. Name it with --adapters or \(Self.variable). Looked at:\n\(looked)"
        )
    }
}
