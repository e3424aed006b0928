package rtm.testkit.server;

import java.util.Map;

/** The label by which the test scripts remove what killed tests left: {@code RTM_TEST_LABEL}. */
final class TestLabel {

    private TestLabel() {}

    static Map<String, String> asMap() {
        String label = System.getenv("RTM_TEST_LABEL");
        int equals = label == null ? -1 : label.indexOf('=');
        return label == null || equals < 0
                ? Map.of()
                : Map.of(label.substring(0, equals), label.substring(equals + 1));
    }
}
