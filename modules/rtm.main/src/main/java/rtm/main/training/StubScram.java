package rtm.main.training;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of one login with a password, as in RFC 5802 and RFC 7677. */
final class StubScram {

    static final String MECHANISM = "SCRAM-SHA-256";
    static final String PASSWORD = "password";

    private static final byte[] SALT = "a canned salt...".getBytes(StandardCharsets.US_ASCII);
    private static final int ITERATIONS = 4096;
    private static final int BITS = 256;

    private String said = "";

    /** Answers the client's first message, which is given without its header. */
    String challenge(String first) {
        String nonce = first.substring(first.indexOf("r=") + 2);
        String salt = Base64.getEncoder().encodeToString(SALT);
        String challenge = "r=" + nonce + "canned,s=" + salt + ",i=" + ITERATIONS;
        said = first + "," + challenge;
        return challenge;
    }

    /** Answers the client's last message and proves that the server knows the password. */
    String verdict(String last) {
        try {
            byte[] salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(
                                    new PBEKeySpec(PASSWORD.toCharArray(), SALT, ITERATIONS, BITS))
                            .getEncoded();
            byte[] proof =
                    mac(
                            mac(salted, "Server Key"),
                            said + "," + last.substring(0, last.lastIndexOf(",p=")));
            return "v=" + Base64.getEncoder().encodeToString(proof);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
