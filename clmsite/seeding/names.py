# ruff: noqa: E501 - tables of words are easier to read in long lines
"""Invented people and firms from many places, as a real contact list looks.

Names are given as "written=latin" (the Latin one goes into the e-mail address) or just "name".
Weights make a European company's list with guests from elsewhere.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Culture:
    """Given and family names, how they are joined, and where such people work."""

    weight: float
    countries: tuple[str, ...]
    given: str
    family: str
    family_first: bool = False
    join: str = " "

    def pairs(self, which: str) -> list[tuple[str, str]]:
        """(written, Latin) for each name."""
        words = (self.given if which == "given" else self.family).split()
        return [(word.split("=")[0], word.split("=")[-1]) for word in words]


# fmt: off
CULTURES = (
    Culture(
        20, ("Germany", "Austria", "Switzerland"),
        "Anna Bernd Clara Dieter Elif Frauke Gül=Guel Hannes Ingrid Jürgen=Juergen Katrin Lukas Maren Nils Oskar Petra "
        "Rüdiger=Ruediger Sabine Thomas Ulrike Vera Wolfgang Yannick Zoë=Zoe",
        "Bauer Çelik=Celik Dörfler=Doerfler Eichhorn Fuchs Groß=Gross Hölzl=Hoelzl Jansen Köhler=Koehler Lindner "
        "Müller=Mueller Neumann Oppermann Pohl Rößler=Roessler Schäfer=Schaefer Thiel Uhlig Vogt Weiß=Weiss "
        "Zöllner=Zoellner von-Arnim",
    ),
    Culture(
        11, ("United Kingdom", "Ireland", "United States", "Canada"),
        "Abigail Brian Chloe Declan Eleanor Fergus Grace Harriet Imran Jack Keira Liam Maeve Noah Olivia Priya Ruth "
        "Siobhán=Siobhan Tom Una Victor Wendy",
        "Ashworth Byrne Clarke Doyle Ellery Fairbanks Greenhalgh Hughes Iqbal Jones Kelly Lovell McAllister Nguyen "
        "O'Connor=OConnor Patel Quigley Reid Shah Thornton Underhill Whitby",
    ),
    Culture(
        9, ("France", "Belgium", "Switzerland"),
        "Amélie=Amelie Bruno Cécile=Cecile Didier Élodie=Elodie François=Francois Gaëlle=Gaelle Hugo Inès=Ines "
        "Jérôme=Jerome Karim Léa=Lea Maël=Mael Noémie=Noemie Odile Pierre Solène=Solene Théo=Theo",
        "Aubry Bérenger=Berenger Chevalier Dubois Étienne=Etienne Fournier Garnier Hébert=Hebert Lefèvre=Lefevre "
        "Marchand Noël=Noel Perrot Rousseau Saïdi=Saidi Tremblay Vasseur",
    ),
    Culture(
        9, ("Spain", "Portugal", "Mexico", "Brazil"),
        "Ana Begoña=Begona Carlos Duarte Elena Fátima=Fatima Gonçalo=Goncalo Hernán=Hernan Inês=Ines João=Joao "
        "Lucía=Lucia Mateus Núria=Nuria Óscar=Oscar Pilar Raúl=Raul Sofía=Sofia Tomás=Tomas",
        "Álvarez=Alvarez Barbosa Castaño=Castano Domínguez=Dominguez Echeverría=Echeverria Ferreira García=Garcia "
        "Ibáñez=Ibanez Lourenço=Lourenco Muñoz=Munoz Nogueira Ordóñez=Ordonez Peña=Pena Quintela Ruiz Sá=Sa "
        "Teixeira Zúñiga=Zuniga",
    ),
    Culture(
        8, ("Sweden", "Norway", "Denmark", "Finland"),
        "Åsa=Asa Bjørn=Bjorn Camilla Dag Eero Freja Göran=Goran Henrik Ida Jörgen=Jorgen Kjersti Lars Märta=Marta "
        "Niklas Øystein=Oystein Päivi=Paivi Signe Søren=Soren Tuomas",
        "Ahlström=Ahlstrom Bergström=Bergstrom Dahl Ekström=Ekstrom Fjeld Gustafsson Hämäläinen=Hamalainen Johansen "
        "Kjær=Kjaer Lindqvist Mäkinen=Makinen Nygård=Nygard Østergaard=Ostergaard Rasmussen Sjöberg=Sjoberg Virtanen",
    ),
    Culture(
        9, ("Poland", "Czechia", "Hungary", "Romania"),
        "Agnieszka Bartosz Čeněk=Cenek Dorota Eszter Filip Grażyna=Grazyna Ioana János=Janos Kateřina=Katerina "
        "Łukasz=Lukasz Małgorzata=Malgorzata Ondřej=Ondrej Paweł=Pawel Réka=Reka Ștefan=Stefan Tomáš=Tomas "
        "Zsófia=Zsofia",
        "Bąk=Bak Černý=Cerny Dvořák=Dvorak Farkas Gąsior=Gasior Horváth=Horvath Ionescu Jabłońska=Jablonska Kowalczyk "
        "Łapiński=Lapinski Mureșan=Muresan Nagy Nowák=Nowak Popescu Szabó=Szabo Wójcik=Wojcik Žák=Zak",
    ),
    Culture(
        7, ("Italy", "Switzerland"),
        "Alessia Bruno Chiara Dario Elisa Fabrizio Giulia Ilaria Luca Marta Nicolò=Nicolo Ornella Paolo Rocco Silvia "
        "Tiziana",
        "Amato Bellini Conti D'Angelo=DAngelo Esposito Ferrari Gallo Longo Moretti Neri Orlando Pellegrini Ricci "
        "Santoro Testa Zanetti",
    ),
    Culture(
        5, ("Iran", "Germany", "Sweden"),
        "نرگس=narges آرش=arash مریم=maryam کیان=kian شیرین=shirin بهرام=bahram لیلا=leila سهراب=sohrab پریسا=parisa "
        "داریوش=dariush نازنین=nazanin امید=omid",
        "احمدی=ahmadi کریمی=karimi حسینی=hosseini رستمی=rostami موسوی=mousavi جعفری=jafari نیکزاد=nikzad شریفی=sharifi "
        "پارسا=parsa گلستانی=golestani",
    ),
    Culture(
        3, ("United Arab Emirates", "Egypt", "Morocco"),
        "ليلى=layla يوسف=youssef سلمى=salma عمر=omar هدى=huda كريم=karim",
        "المنصوري=almansouri حداد=haddad البكري=albakri زيدان=zidan الشامي=alshami",
    ),
    Culture(1, ("Israel",), "נועה=noa איתן=eitan מאיה=maya", "לוי=levi כהן=cohen ברק=barak"),
    Culture(
        4, ("Japan",),
        "美咲=misaki 健太=kenta 陽子=yoko 翔=sho 恵=megumi 大輔=daisuke さくら=sakura 直樹=naoki",
        "佐藤=sato 鈴木=suzuki 高橋=takahashi 渡辺=watanabe 小林=kobayashi 山本=yamamoto 中村=nakamura",
        family_first=True,
    ),
    Culture(
        4, ("China", "Taiwan", "Singapore"),
        "伟=wei 芳=fang 娜=na 敏=min 静=jing 磊=lei 洋=yang 雪梅=xuemei 建国=jianguo",
        "王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 黄=huang 周=zhou",
        family_first=True, join="",
    ),
    Culture(
        3, ("South Korea",),
        "민준=minjun 서연=seoyeon 지훈=jihoon 하은=haeun 도윤=doyun 수빈=subin",
        "김=kim 이=lee 박=park 최=choi 정=jung 강=kang",
        family_first=True, join="",
    ),
    Culture(
        3, ("Bulgaria", "Ukraine"),
        "Мария=maria Георги=georgi Оксана=oksana Тарас=taras",
        "Иванова=ivanova Петров=petrov Шевченко=shevchenko Бондар=bondar",
    ),
    Culture(
        2, ("Greece",), "Ελένη=eleni Νίκος=nikos Σοφία=sofia",
        "Παπαδόπουλος=papadopoulos Νικολάου=nikolaou",
    ),
    Culture(
        3, ("India", "Sri Lanka"),
        "Aarav Diya Ishaan Kavya Meera Nikhil Pooja Rohan Sanjay Tanvi",
        "Banerjee Chatterjee Deshpande Iyer Kulkarni Menon Nair Rao Srinivasan Venkataraman",
    ),
    Culture(1, ("Indonesia",), "Suharti Wulandari Sukarjo Kartika Paryono Lestari", ""),
)

# A firm: a made-up stem, what it does, and its legal form.
STEMS = (
    "Alder Amber Arvik Balder Birken Borea Brenn Calder Corvo Dahlen Dorn Eiben Elmar Falken Ferro Fjord Gellert "
    "Grauwald Halvor Hohen Iberra Isar Jura Kastell Kerno Kiruna Lago Lindau Lumen Marl Mistral Moravia Nordhafen "
    "Norra Oberland Orion Pannon Pico Quercus Rhenus Rovigo Salva Sandnor Silesia Sorgue Tamar Tessin Thuro Ulm "
    "Ural Valmont Varga Vesper Vistula Wald Wessex Yarrow Zagros Zephyr"
)
TRADES = (
    "Foundry Packaging Plastics Castings Tools Bakery Printing Textiles Pumps Valves Bearings Springs Cables Ceramics "
    "Furniture Brewing Glass Paper Optics Gears"
)
FORMS = ("GmbH", "AG", "Ltd", "S.A.", "S.r.l.", "AB", "A/S", "Oy", "sp. z o.o.", "B.V.", "Inc.", "")
JOB_TITLES = (
    "Plant Manager", "Production Planner", "Head of Production", "Operations Director", "Maintenance Manager",
    "Head of IT", "Supply Chain Manager", "Managing Director", "Continuous Improvement Lead", "Shift Supervisor",
    "ERP Administrator", "Controller", "Purchasing Manager", "",
)
PRODUCTS = (
    "Planner, 10 seats", "Planner, 25 seats", "Planner, 60 seats", "Planner and Downtime", "Planner for two plants",
    "Downtime module", "Spare parts module", "Group licence",
)
