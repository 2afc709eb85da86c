"""Help and wrong use of `socle doctor` and `socle bootstrap`."""

READINESS: dict[str, str] = {
    "Say what of an estate's first day is done, what a person must do and how it is checked, and the next command.": "Dire ce qui est fait du premier jour d'un parc, ce qu'une personne doit faire et comment on le contrôle, et la commande suivante.",
    "Also ask the host, with the credentials of the environment: it reads alone.": "Interroger aussi l'hébergeur, avec les identifiants de l'environnement : seulement lire.",
    "Every step as JSON.": "Chaque étape en JSON.",
    "from files alone": "d'après les fichiers seuls",
    "the host is asked, too": "l'hébergeur est interrogé aussi",
    "every step as JSON": "chaque étape en JSON",
    "Exit codes: 0 told, whatever is left to do; 1 the estate is refused, 2 wrong use.": "Codes de sortie : 0 dit, quoi qu'il reste à faire ; 1 le parc est refusé, 2 mauvais usage.",
    "The IAM user who deploys the first layers, with a key of a day": "L'utilisateur IAM qui déploie les premières couches, avec une clé d'un jour",
    "console.scaleway.com, IAM, Users: yours, if that is you": "console.scaleway.com, IAM, Users : le vôtre, si c'est vous",
    "The IAM user who deploys first; writes bootstrap too.": "L'utilisateur IAM qui déploie d'abord ; écrit aussi l'amorçage.",
    "Say what a deployment from this machine would stop at, or be led astray by: tools, backend, credentials, quotas.": "Dire ce qui arrêterait un déploiement de cette machine, ou l'égarerait : outils, dépôt des états, identifiants, quotas.",
    "Also ask the hosts, with the credentials of the environment: it reads alone.": "Interroger aussi les hébergeurs, avec les identifiants de l'environnement : seulement lire.",
    "Every line as JSON.": "Chaque ligne en JSON.",
    "the lasting estate, without network": "le parc durable, sans réseau",
    "the hosts are asked, too": "les hébergeurs sont interrogés aussi",
    "Exit codes: 0 nothing is wrong, 1 something is, 2 wrong use.": "Codes de sortie : 0 rien n'est faux, 1 quelque chose l'est, 2 mauvais usage.",
    "which estate? There are: {names}.": "quel parc ? Il y a : {names}.",
}
