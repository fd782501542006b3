import BoundedJSON
import Foundation
import OptIn

/// All 6,561 ways of giving eight categories one of three states.
enum EveryCombination {
    static func forEach(_ body: (Permissions) throws -> Void) rethrows {
        for number in 0..<6_561 {
            var rest = number
            var permissions = Permissions.undecided
            for category in Category.allCases {
                permissions[category] = Permission.allCases[rest % 3]
                rest /= 3
            }
            try body(permissions)
        }
    }
}

/// What a writer writes, read by Foundation.
func json(_ write: (inout JSONWriter) -> Void) throws -> Any {
    var writer = JSONWriter()
    write(&writer)
    return try JSONSerialization.jsonObject(with: Data(writer.bytes))
}

/// Permissions from an object of booleans, by the library's rule: a missing key is no decision.
func permissions(_ object: Any?) -> Permissions? {
    var permissions = Permissions.undecided
    for (name, value) in object as? [String: Bool] ?? [:] {
        guard let category = Category(rawValue: name) else { return nil }
        permissions[category] = value ? .approved : .denied
    }
    return permissions
}
