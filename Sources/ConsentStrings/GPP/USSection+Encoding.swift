extension USSection {
    /// The text of this section: the core, and a sub-section for the signal or the sensitive data where there are any.
    ///
    /// - Throws: `notEncodable` for the value 3, which stands for nothing.
    func encoded() throws(ConsentStringError) -> String {
        guard !values.hasThree, separateSensitiveData?.allSatisfy((0...2).contains) ?? true else {
            throw .notEncodable("3 is not a value of a field of \(name).")
        }
        var core = BitWriter()
        core.put(version, count: 6)
        core.put(values.bits, count: 2 * values.count)
        var parts = [core.text]
        if case .sensitiveData(let field) = layout.subSection {
            guard globalPrivacyControl == nil, separateSensitiveData?.count ?? field.count == field.count else {
                throw .notEncodable("\(name) has no signal and \(field.count) values for sensitive data.")
            }
            if let separateSensitiveData {
                var writer = BitWriter()
                for value in separateSensitiveData { writer.put(value, count: 2) }
                parts.append(writer.text)
            }
        } else if let globalPrivacyControl {
            var writer = BitWriter()
            writer.put(1, count: 2)
            writer.put(globalPrivacyControl)
            parts.append(writer.text)
        }
        return parts.joined(separator: ".")
    }
}
