"""Credentials by what a script does with them, with values drawn by chance, as they stand and inside JSON.

Does not prove that every tool is known; what is typed without a prompt in sight, and looks like a word, stays.
"""

import json
import random
import time

import pytest

from socle.plan.credentials import found_in_plain, without_forms

from .test_credentials_of_commands import drawn

pytestmark = pytest.mark.slow

FORMS = [
    # typed at a prompt
    "expect -c 'spawn ssh a@b; expect assword; send \"{}\\r\"; interact'",
    '#!/usr/bin/expect\nspawn scp a b:\nexpect "*?assword:*"\nsend -- "{}\\n"\n',
    'spawn telnet a\nexpect "Password:" {{ send "{}\\r" }}', 'expect {{\n "assphrase" {{ exp_send "{}\\r" }}\n}}',
    "expect word; send {}\\r", "c = pexpect.spawn('su')\nc.expect('assword:')\nc.sendline('{}')",
    "expect \"PIN\" {{ exp_send -raw '{}' }}", "spawn a\nexpect \"mot de passe\"\nsend_line '{}'",
    # piped, or given as a string
    "echo {} | docker login -u a --password-stdin rg.fr", "printf %s {} | cryptsetup luksOpen /dev/sda x -", "echo -n '{}' | sudo -S ls",
    "printf '%s\\n' '{}' | gpg --batch --passphrase-fd 0 -d x", "echo {} | gh auth login --with-token", "echo {} | pass insert -e a",
    "kinit bob <<< {}", "cryptsetup luksOpen /dev/sda x <<< '{}'", "docker login --password-stdin -u a <<< \"{}\"",
    "wg set wg0 private-key <(echo {})", "tool --psk <(printf {})",
    # put into a variable
    '$cred = "{}"', "$pw='{}'", "[string]$script:AdminPass = '{}'", "$Secret = @'\n{}\n'@", '$ApiToken = @"\n{}\n"@',
    "Set-Item env:API_TOKEN \"{}\"", "New-Item -Path env:DB_PASSWORD -Value {}",
    '[Environment]::SetEnvironmentVariable("API_TOKEN", "{}")', "setx API_SECRET {}", "setx DB_PW \"{}\"", "Set-It -Password (\"{}\")",
    "db:\n  pass: {}\n", "export PW={}\n", "creds: '{}'", "account.set_password('{}')", "client.use_token(\"{}\")",
    "New-LocalUser -Name a -Password (ConvertTo-SecureString {} -AsPlainText -Force)",
    "cmdkey /add:srv /user:admin /pass:{}", "schtasks /create /ru a /rp {} /tn x", "psexec \\\\h -u a -p {} cmd",
    # stored by a client, or made by a server's tool
    "aws configure set aws_secret_access_key {}", "npm config set //reg.example/:_authToken {}",
    "pulumi config set --plaintext dbPassword {}",
    "kubectl create secret generic x --from-literal=pw={}", "kubectl create secret generic x -n a --from-literal=u=x9 --from-literal=p={}",
    "vault kv put secret/x value={}", "vault write auth/x user=b0b pin={}", "rabbitmqctl add_user a {}", "rabbitmqctl change_password a {}",
    "wpa_passphrase ssid {}", "createUser a SHA {} AES", "lftp -u bob,{} sftp://h", "openssl enc -aes-256-cbc -k {} -in a",
    "ipmitool user set password 2 {}", "mysqladmin -u root password {}", "ncat --proxy-auth u:{} h 1", "wget --proxy-user=u:{} h",
    "AUTH {}\nGET x", "AUTH app {}\n", "set password {}\n", "set security ike policy p pre-shared-key ascii-text {}",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_credential_of_a_script_is_masked_as_it_stands_and_inside_json(form: str) -> None:
    for seed in range(6):
        value = drawn(random.Random(f"{form} {seed}"))  # noqa: S311 - a sample, not a secret
        text = form.format(value)
        for written in (text, f"a\n{text}", json.dumps({"run": text})):
            told = without_forms(written)
            assert value not in told, written
            assert without_forms(told) == told, "once is enough"
            assert list(found_in_plain({"value": written})) == ["value"]


@pytest.mark.parametrize(
    "text",
    [
        "expect \"yes/no\"\nsend \"yes\\r\"", "expect -c 'spawn ssh a; expect prompt; send \"ls\\r\"'", "send \"hello\\r\"",
        "expect assword; send \"$password\\r\"", "echo done | tee x", "echo v1 | docker build -", "printf %s a | sha256sum",
        "kinit -kt /etc/krb5.keytab bob", "cat <<< value", "diff <(echo a) <(echo b)", "$cred = Get-Credential", "$pass = $true",
        "$compass = 'north2'", "bypass: no9", "pass: all", "First pass: check the logs", "pass=1s", "passes: 3", "setx PATH C:\\bin",
        "Set-Item env:PATH C:\\bin", "set_password(value)", "set_token_bucket('size9')", "Set-It -Password ($p)",
        "ConvertTo-SecureString $x",
        "cmdkey /list", "psexec -s cmd", "git config set user.name bob", "pulumi config set scaleway:region fr-par",
        "kubectl create secret generic x --from-file=a=b", "kubectl create configmap x --from-literal=a=b9", "vault kv get secret/x",
        "vault kv put secret/x @file.json", "vault kv put secret/x value=@file9", "rabbitmqctl list_users", "openssl enc -d -in a",
        "--user 1000:1000 ./x", "docker run --user 1000:1000 nginx", "AUTH LOGIN", "AUTHORIZE 42", "set interfaces ge-0/0/0 unit 0",
        "set -e",
        "authenticate the user with a token", "echo the password is asked for", "tskey", "word wrap 80; send report9",
    ],
)  # fmt: skip
def test_a_script_without_a_credential_stays(text: str) -> None:
    for written in (text, json.dumps({"run": text})):
        assert without_forms(written) == written


@pytest.mark.parametrize(
    "part",
    ["vault kv put a b ", "expect word send ", "$cred = ", "echo ", "AUTH \n", "kubectl create secret ", "pass: "],
)
def test_a_long_script_is_searched_in_a_time_that_grows_with_its_length(part: str) -> None:
    def seconds(number: int) -> float:
        text = part * number
        begun = time.process_time()
        without_forms.__wrapped__(text)
        return time.process_time() - begun

    short, long = (min(seconds(number) for _ in range(3)) for number in (500, 4000))
    assert long < 8 * 3 * short + 0.05
