import ConsentStrings
import Foundation
import FuzzChecks
import Testing

/// Inputs that broke something once, or stand at an edge, in a folder for each format.
@Suite("Inputs that the fuzzer found")
struct CrasherTests {
    private static let folder = Vectors.root.appendingPathComponent("Fixtures/crashers")

    static func files(_ format: FuzzFormat) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder.appendingPathComponent(format.rawValue),
            includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path }
    }

    @Test("hold what holds for every input", arguments: FuzzFormat.allCases)
    func replay(format: FuzzFormat) throws {
        let files = try Self.files(format)
        #expect(!files.isEmpty)
        for file in files {
            let complaint = format.complaint(about: Array(try Data(contentsOf: file)))
            #expect(complaint == nil, "\(format.rawValue)/\(file.lastPathComponent)")
        }
    }

    @Test("the strings of the vector files do too")
    func vectors() throws {
        for string in try ExplainedString.all() {
            let format: FuzzFormat =
                switch string.kind {
                case .tcf2: .tcf2
                case .tcf1, .tcf1Publisher: .tcf1
                case .gpp: .gpp
                case .usp: .usp
                case .ac: .ac
                }
            #expect(format.complaint(about: Array(string.vector.text.utf8)) == nil, "\(string.vector.id)")
        }
    }
}
