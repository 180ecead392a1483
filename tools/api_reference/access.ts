/** How the API is reached, for both documents; each command is run by a test or says why not. */
export const LOCAL = 'curl --unix-socket "$STATE/api.sock" http://localhost/v1/status';
export const LOCAL_EVENTS =
  'curl --unix-socket "$STATE/api.sock" "http://localhost/v1/events?ids=12290,12310&limit=5"';
export const LOCAL_WRITE =
  `curl --unix-socket "$STATE/api.sock" -X PUT -d '{"name":"renewalInterval","value":10080}' http://localhost/v1/setting`;
export const LOCAL_WATCH = 'curl --unix-socket "$STATE/api.sock" -N http://localhost/v1/watch';
export const LOOPBACK = 'curl -H "Authorization: Bearer $TOKEN" "http://127.0.0.1:$PORT/v1/status"';
export const REMOTE = "curl --cacert host.pem --user alice https://kms.example.com:1690/v1/status";
export const FETCH_CERTIFICATE =
  `openssl s_client -connect kms.example.com:1690 </dev/null | openssl x509 > host.pem
openssl x509 -in host.pem -noout -fingerprint -sha256    # must be what kms admin status says on the host`;
