#!/bin/sh
# Makes the secrets that compose.yaml mounts, once; existing ones are never touched.
# The folder is closed to others; the files in it are readable, because the program inside the
# container runs as a user that the host does not know.
set -eu
folder="${1:-secrets}"
umask 077
mkdir -p "$folder"
chmod 700 "$folder"

random() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }
keep() { [ -e "$folder/$1" ] || { cat >"$folder/$1.new" && chmod 444 "$folder/$1.new" && mv "$folder/$1.new" "$folder/$1"; }; }

random 40 | keep secret_key
random 24 | keep postgres_password
printf 'postgres://closed_loop:%s@postgres:5432/closed_loop' "$(cat "$folder/postgres_password")" | keep database_url
random 24 | keep metrics_token
# The page that makes the first administrator asks for it.
random 8 | keep setup_code
# Empty: a mail server without a password. Write yours into it if there is one.
printf '' | keep smtp_password
echo "Secrets are in $folder. The code for the first administrator: $(cat "$folder/setup_code")"
if [ ! -e "$folder/tls_certificate" ] || [ ! -e "$folder/tls_key" ]; then
  echo "$folder/tls_certificate and $folder/tls_key are missing: put your certificate (with its chain) and its key there."
  echo "For a trial on this machine:"
  echo "  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost \\"
  echo "    -keyout $folder/tls_key -out $folder/tls_certificate"
fi
