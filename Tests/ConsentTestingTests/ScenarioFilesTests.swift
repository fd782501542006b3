import ConsentAdapters
import Foundation
import Testing

@testable import ConsentTesting

@Suite("The scenario files of this project")
struct ScenarioFilesTests {
    private static var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: scenarioFolder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }.sorted()
    }

    @Test("can be read, and are called as they are named", arguments: names)
    func readable(name: String) throws {
        let scenario = try fixture(name)
        #expect(scenario.name == name)
        #expect(!scenario.about.isEmpty)
    }

    @Test("serve the same people, whatever goes wrong")
    func sameData() throws {
        let names = Self.names.filter { $0.hasPrefix("onetrust-v4") }
        #expect(names.count == 4)
        let counts = try Set(names.map { try fixture($0).recordCount(of: "subjects") })
        #expect(counts == [2_034])
    }

    @Test("extend one another, though not over two steps")
    func extending() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = "scenario: first\nabout: One\nextends: small.yaml\nfaults: {}\n"
        let second = "scenario: second\nabout: Two\nextends: first.yaml\n"
        for (name, text) in [("small", ScenarioMistakesTests.right), ("first", first), ("second", second)] {
            try text.write(to: folder.appendingPathComponent(name + ".yaml"), atomically: true, encoding: .utf8)
        }
        let scenario = try Scenario(contentsOf: folder.path + "/first.yaml")
        #expect(scenario.about == "One")
        #expect(scenario.faults.isEmpty)
        #expect(scenario.routes.map(\.name) == ["feed"])
        let error = #expect(throws: DiagnosticsError.self) { try Scenario(contentsOf: folder.path + "/second.yaml") }
        #expect(error?.description.hasPrefix(folder.path + "/first.yaml:3:10: E310 ") == true)
    }

    @Test("name the extended file where that one is wrong, and their own where they are")
    func extendedMistakes() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func message(_ extended: String, faults: String) throws -> String? {
            try extended.write(to: folder.appendingPathComponent("small.yaml"), atomically: true, encoding: .utf8)
            let yaml = "scenario: own\nabout: One\nextends: small.yaml\nfaults: { \(faults): [] }\n"
            let error = #expect(throws: DiagnosticsError.self) {
                try Scenario(yaml: yaml, file: folder.path + "/own.yaml")
            }
            return error?.description.replacing(folder.path + "/", with: "")
        }
        let right = ScenarioMistakesTests.right
        #expect(
            try message(right.replacing("max_size: 50", with: "max_size: 0"), faults: "feed")
                == "small.yaml:7:84: E310 max_size must be a whole number from 1 to 5000."
        )
        #expect(
            try message(right.replacing("    get", with: "\tget"), faults: "feed")
                == "small.yaml:5:1: E100 A tab stands here; YAML is indented by spaces."
        )
        #expect(
            try message(right, faults: "food") == "own.yaml:4:11: E201 There is no route food; the routes are feed."
        )
    }
}
