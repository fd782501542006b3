import ConsentTranslation

/// The code of the error with which something fails; nil if it does not fail.
func failure<Result>(_ body: () throws -> Result) -> TranslationError.Code? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? TranslationError)?.code
    }
}

/// The error with which something fails; nil if it does not fail.
func refusal<Result>(_ body: () throws -> Result) -> TranslationError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? TranslationError
    }
}
