#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The value of a basic authorization header (RFC 7617).
func basicAuthorization(user: String, password: String) -> String {
    "Basic " + Data((user + ":" + password).utf8).base64EncodedString()
}

/// A flat JSON object of texts.
func jsonObject(_ members: [(name: String, value: String)]) -> [UInt8] {
    let object = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(object)).map { [UInt8]($0) } ?? []
}
