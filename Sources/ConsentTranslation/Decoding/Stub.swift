enum Base64Text { static func bytes(_ text: String, path: String) throws(TranslationError) -> [UInt8] { [] } }
enum Gzip { static func inflated(_ bytes: [UInt8], path: String) throws(TranslationError) -> [UInt8] { [] } }
enum LZString { static func decompressed(base64 text: String, path: String) throws(TranslationError) -> String { "" } }
enum JSLiteral { static func value(_ text: String, path: String) throws(TranslationError) -> Value { .null } }
public struct NamePattern: Sendable, Hashable { public init?(_ text: String) {self.text = text}; public let text: String; public var captureNames: [String] { [] }; func captures(in name: String) -> [(name: String, value: String)]? { nil } }
enum CSVRows { static func rows(_ text: String, separator: Character, path: String) throws(TranslationError) -> [[String]] { [] } }
enum ConsentModeSignals {
static func gcs(_ text: String, path:String) throws(TranslationError) -> Value { .null }
static func gcd(_ text: String, path:String) throws(TranslationError) -> Value { .null }
static func commands(_ value: Value, path:String) throws(TranslationError) -> Value { .null }
}
