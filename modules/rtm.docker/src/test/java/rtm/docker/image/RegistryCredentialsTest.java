package rtm.docker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.docker.DockerSettings;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ImageReference;

class RegistryCredentialsTest {

    /** user:pa:ss */
    private static final String AUTH = "dXNlcjpwYTpzcw==";

    @RegisterExtension private final CapturedLog log = new CapturedLog();

    @TempDir Path folder;

    @Test
    void withoutAFileThereAreNone() {
        assertThat(header("registry.test/game:1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.test",
                "https://registry.test",
                "http://registry.test/",
                "registry.test/v2/"
            })
    void anEntryIsForItsHostHoweverTheKeyIsWritten(String key) throws IOException {
        write("{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(key, AUTH));
        assertThat(header("registry.test/galaxy/game:1"))
                .contains(
                        "{\"serveraddress\":\"registry.test\",\"username\":\"user\","
                                + "\"password\":\"pa:ss\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.test:5000/game:1",
                "evil.registry.test/game:1",
                "registry.test.evil/game:1",
                "galaxy/game:1"
            })
    void anEntryIsForNoOtherHost(String image) throws IOException {
        write("{\"auths\":{\"registry.test\":{\"auth\":\"%s\"}}}".formatted(AUTH));
        assertThat(header(image)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"galaxy/game:1", "docker.io/galaxy/game:1"})
    void dockersOwnRegistryIsKnownByItsOldAddress(String image) throws IOException {
        write("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"%s\"}}}".formatted(AUTH));
        assertThat(header(image)).hasValueSatisfying(json -> assertThat(json).contains("pa:ss"));
    }

    @Test
    void anIdentityTokenIsPreferredToAPassword() throws IOException {
        write(
                "{\"auths\":{\"registry.test\":{\"auth\":\"%s\",\"identitytoken\":\"t0ken\"}}}"
                        .formatted(AUTH));
        assertThat(header("registry.test/game:1"))
                .contains("{\"serveraddress\":\"registry.test\",\"identitytoken\":\"t0ken\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"auths\":{\"registry.test\":{\"auth\":\"bm9jb2xvbg==\"}}}", ""})
    void aFileWithoutCredentialsMeansNone(String content) throws IOException {
        write(content);
        assertThat(header("registry.test/game:1")).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"credsStore\":\"pass\",\"auths\":{\"registry.test\":{}}} | helpers are not supported",
                "{\"credHelpers\":{\"registry.test\":\"ecr-login\"}} | helpers are not supported",
                "{\"auths\":{\"registry.test\":{\"auth\":\"%%%\"}}} | are not base64",
                "not json | it is not JSON"
            })
    void anUnusableFileMeansNoCredentialsAndIsLogged(String content, String logged)
            throws IOException {
        write(content);
        assertThat(header("registry.test/game:1")).isEmpty();
        assertThat(log.lines()).singleElement().asString().contains("WARN", logged);
    }

    @Test
    void dockersFolderIsTheNamedOneElseTheUsersOwn() {
        assertThat(DockerSettings.credentialsFolder(Map.of("DOCKER_CONFIG", "/etc/d"), "/home/u"))
                .isEqualTo(Path.of("/etc/d"));
        assertThat(DockerSettings.credentialsFolder(Map.of(), "/home/u"))
                .isEqualTo(Path.of("/home/u/.docker"));
    }

    private void write(String content) throws IOException {
        Files.writeString(folder.resolve("config.json"), content);
    }

    private Optional<String> header(String image) {
        return new RegistryCredentials(folder)
                .header(new ImageReference(image))
                .map(Base64.getUrlDecoder()::decode)
                .map(json -> new String(json, StandardCharsets.UTF_8));
    }
}
