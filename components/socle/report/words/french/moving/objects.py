"""What the movers of objects refuse, and the schedulers that run them."""

OBJECTS: dict[str, str] = {
    "{address} is no address of a scheduler": "{address} n'est pas l'adresse d'un ordonnanceur",
    "no shard would be run": "aucun lot ne serait exécuté",
    "write tls://host:port, or tcp://127.0.0.1:port for one on this machine": "écrire tls://hôte:port, ou tcp://127.0.0.1:port pour celui de cette machine",
    "the scheduler {address} is neither encrypted nor authenticated": "l'ordonnanceur {address} n'est ni chiffré ni authentifié",
    "whoever reaches its port would run code with the mover's rights, and read what it reads": "quiconque atteint son port exécuterait du code avec les droits du déménageur, et lirait ce qu'il lit",
    "write tls://, with a certificate, its key and the authority that signed both sides": "écrire tls://, avec un certificat, sa clé et l'autorité qui a signé des deux côtés",
    "there is no file for {names}": "il n'y a pas de fichier pour {names}",
    "the scheduler could not tell a worker of ours from anybody else": "l'ordonnanceur ne distinguerait pas un de nos exécutants de n'importe qui",
    "name three files in PEM: certificate, key and authority": "nommer trois fichiers en PEM : certificat, clé et autorité",
}
