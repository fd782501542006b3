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
        let error = #expect(throws: ScenarioError.self) { try Scenario(contentsOf: folder.path + "/second.yaml") }
        #expect(error?.description.hasPrefix(folder.path + "/first.yaml:3:10: ") == true)
    }
}
