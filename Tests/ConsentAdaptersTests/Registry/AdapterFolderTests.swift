import ConsentAdapters
import Testing

@Suite("Where the adapters' folder is looked for")
struct AdapterFolderTests {
    private func places(option: String? = nil, variable: String? = nil, executable: String, current: String) -> [String]
    {
        let environment = variable.map { [AdapterFolder.variable: $0] } ?? [:]
        return AdapterFolder(
            option: option,
            environment: environment,
            executable: executable,
            currentDirectory: current
        ).places.map(\.path)
    }

    @Test("what the command line names is the only place, then what the environment names")
    func named() throws {
        let folder = try TemporaryFolder()
        let elsewhere = folder.path + "/bin/consentbridge"
        #expect(places(option: "here", variable: "there", executable: elsewhere, current: folder.path) == ["here"])
        #expect(places(variable: "there", executable: elsewhere, current: folder.path) == ["there"])
    }

    @Test("else beside the installation, and in every checkout above the program and above where it was started")
    func searched() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "checkout/Package.swift")
        let executable = folder.path + "/checkout/.build/debug/consentbridge"
        let current = folder.path + "/elsewhere"
        let found = places(variable: "", executable: executable, current: current)
        #expect(found.first == folder.path + "/checkout/.build/share/consentbridge/Adapters")
        #expect(found.contains(folder.path + "/checkout/Adapters"))
    }

    @Test("the first place that is a folder is taken; where none is, every place is told with its reason")
    func found() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "checkout/Package.swift")
        let search = AdapterFolder(
            option: nil,
            environment: [:],
            executable: folder.path + "/checkout/bin/consentbridge",
            currentDirectory: folder.path
        )
        let error = #expect(throws: AdapterError.self) { try search.found() }
        #expect(error?.code == .noAdapters)
        for place in search.places {
            #expect(error?.message.contains("\(place.path) (\(place.reason))") == true)
        }
        try folder.write(Acme.cookie, to: "checkout/Adapters/acme/adapter.yaml")
        #expect(try search.found() == folder.path + "/checkout/Adapters")
    }
}
