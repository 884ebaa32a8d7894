"""The words of the invented company: its sites, the names of its people, and what they write."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Origin:
    """Names that go together, and the language such a person grew up with (ISO 639-1)."""

    language: str
    given: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """Where people work: place, zone, usual hours, and the origins of names with their shares."""

    name: str
    country: str
    subdivision: str
    time_zone: str
    hours: tuple[tuple[time, time], ...]
    origins: tuple[tuple[str, int], ...]


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


ORIGINS = {
    "german": Origin(
        "de",
        _names(
            "Anna Lena Katharina Sophie Johanna Miriam Theresa Franziska Carolin Judith Nele Paula "
            "Greta Hannah Clara Frieda Antje Birgit Sabine Petra Monika Ursula Heike Silke Ulrike "
            "Martina Gabriele Renate Claudia Kerstin Anja Nicole Stefanie Melanie Svenja Maike "
            "Lukas Jonas Felix Moritz Paul Emil Jakob Tobias Sebastian Florian Philipp Simon David "
            "Benedikt Fabian Dominik Matthias Stefan Thomas Andreas Michael Frank Uwe Jürgen "
            "Rainer Günter Dieter Holger Torsten Jens Kai Sven Björn Lars Henning Arne Ole Karl "
            "Friedrich Konrad Ruben Till Mathis Vincent Noah"
        ),
        _names(
            "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer "
            "Koch Bauer Richter Klein Wolf Schröder Schwarz Zimmermann Braun Krüger Hofmann "
            "Hartmann Lange Schmitt Werner Krause Meier Lehmann Schmid Schulze Maier Köhler "
            "Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung "
            "Hahn Schubert Vogt Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz "
            "Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher "
            "Krämer Jansen Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Dietrich "
            "Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Voigt Sauer Arnold Wolff Pfeiffer"
        ),
    ),
    "turkish": Origin(
        "tr",
        _names(
            "Aylin Elif Zeynep Merve Derya Selin Ebru Gül Emre Can Murat Kerem Onur Serkan Mehmet "
            "Tolga Gökhan Deniz"
        ),
        _names(
            "Kaya Demir Çelik Şahin Yıldız Aydın Öztürk Arslan Doğan Kılıç Aslan Çetin Koç Kurt "
            "Özdemir Polat"
        ),
    ),
    "arabic": Origin(
        "ar",
        _names("Layla Nour Amira Yasmin Rania Salma Omar Karim Youssef Tarek Bilal Hassan Sami"),
        _names("Haddad Khalil Mansour Nasser Saleh Darwish Hamdan Aziz Rahman Khoury Sabbagh"),
    ),
    "vietnamese": Origin(
        "vi",
        _names("Linh Mai Thảo Hương Ngọc Minh Tuấn Đức Quang Huy Long"),
        _names("Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô"),
    ),
    "italian": Origin(
        "it",
        _names("Giulia Chiara Francesca Elisa Marco Luca Matteo Davide Alessandro Paolo"),
        _names("Rossi Russo Ferrari Esposito Romano Ricci Marino Greco Conti Gallo Mancini"),
    ),
    "ukrainian": Origin(
        "uk",
        _names("Oksana Iryna Olena Natalia Daryna Andrij Dmytro Oleh Taras Mykola"),
        _names("Shevchenko Kovalenko Bondarenko Tkachenko Melnyk Kravchenko Lysenko Moroz"),
    ),
    "indian": Origin(
        "hi",
        _names(
            "Priya Ananya Kavya Neha Pooja Shreya Meera Divya Isha Aditi Sneha Lakshmi Nisha Rohan "
            "Arjun Vikram Rahul Aditya Karthik Sanjay Amit Nikhil Siddharth Varun Manish Deepak "
            "Imran Farhan Joseph Gurpreet Harish Suresh"
        ),
        _names(
            "Patil Deshpande Kulkarni Joshi Shinde Iyer Nair Menon Reddy Sharma Gupta Singh Kaur "
            "Mehta Shah Desai Chatterjee Banerjee Das Khan Shaikh Fernandes Pillai Verma Mishra "
            "Bhosale Gokhale Krishnan Kapoor Malhotra"
        ),
    ),
    "polish": Origin(
        "pl",
        _names(
            "Agnieszka Katarzyna Małgorzata Magdalena Zofia Joanna Ewa Karolina Piotr Krzysztof "
            "Tomasz Paweł Michał Łukasz Jakub Wojciech Grzegorz Mateusz Bartosz Aleksandra"
        ),
        _names(
            "Nowak Kaczmarek Wójcik Mazur Krawczyk Zając Wróbel Dudek Pawlak Sikora Walczak "
            "Baran Szewczyk Pietrzak Wilk Gajda Sobczak Kubiak Lis Stępień"
        ),
    ),
    "american": Origin(
        "en",
        _names(
            "Emily Madison Ashley Brianna Jasmine Tiffany Grace Hailey Denise Olivia Marcus Tyler "
            "Jordan Brandon Malik DeShawn Andre Ethan Caleb Wyatt Darnell Kevin"
        ),
        _names(
            "Johnson Williams Brown Davis Miller Wilson Anderson Taylor Jackson Harris Thompson "
            "Robinson Walker Young Allen Wright Hayes Brooks Coleman Greene"
        ),
    ),
    "hispanic": Origin(
        "es",
        _names("Sofía Valentina Camila Lucía Isabel Diego Mateo Carlos Javier Luis Alejandro"),
        _names("García Hernández López Martínez Ramírez Torres Flores Rivera Morales Ortiz Vargas"),
    ),
}

GERMAN_NAMES = (
    ("german", 70),
    ("turkish", 10),
    ("arabic", 4),
    ("vietnamese", 4),
    ("italian", 5),
    ("polish", 4),
    ("ukrainian", 3),
)
OFFICE_DAYS = ((time(8), time(16, 30)), (time(9), time(17, 30)), (time(7, 30), time(16)))
HEADQUARTERS = Site("Esslingen", "DE", "BW", "Europe/Berlin", OFFICE_DAYS, GERMAN_NAMES)
CHEMNITZ = Site("Chemnitz", "DE", "SN", "Europe/Berlin", OFFICE_DAYS, GERMAN_NAMES)
PUNE = Site(
    "Pune",
    "IN",
    "MH",
    "Asia/Kolkata",
    ((time(9, 30), time(18, 30)), (time(11), time(20))),
    (("indian", 100),),
)
WROCLAW = Site(
    "Wrocław",
    "PL",
    "",
    "Europe/Warsaw",
    ((time(8), time(16)), (time(9), time(17))),
    (("polish", 88), ("ukrainian", 12)),
)
GREENVILLE = Site(
    "Greenville",
    "US",
    "SC",
    "America/New_York",
    ((time(8), time(17)), (time(7), time(16))),
    (("american", 72), ("hispanic", 28)),
)
# Departments are founded in this order of sites, again and again.
SITES = (HEADQUARTERS,) * 4 + (CHEMNITZ, GREENVILLE, PUNE, WROCLAW)

BOARD = "Geschäftsführung"
DIVISIONS = (
    ("Produktion", ("Montage", "Qualität", "Instandhaltung", "Gießerei")),
    ("Vertrieb & Service", ("Marketing", "After Sales", "Vertrieb DACH", "Sales International")),
    ("Entwicklung & IT", ("Software", "Data & Analytics", "Konstruktion", "IT-Betrieb")),
    ("Finanzen & Personal", ("Personal", "Controlling", "Einkauf", "Recht & Compliance")),
)
REGIONS = ("Mitte", "Nord", "Süd", "Europe", "Asia", "Americas")
RIVALRIES = ("Nachfolge Werkleitung Chemnitz", "Leitung Einkauf", "Head of Data", "Talentpool 2027")
